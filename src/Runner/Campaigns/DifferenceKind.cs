using System.Text;

namespace Conformance.Runner.Campaigns;

/// <summary>
/// A way in which a documented difference shows. What an expectation excuses is counted by kind, so that a new one under an old excuse is seen.
/// </summary>
/// <param name="Example">The first execution that showed it, as it was found.</param>
public sealed record DifferenceKind(Finding Example)
{
    private const char Any = '…';
    private static readonly string[] Lists = [$"{Any}, ", $"{Any}, and "];

    /// <summary>How many violations of this kind were excused.</summary>
    public long Count { get; internal set; }

    /// <summary>What messages have in common that differ only in the names and numbers of their program, and in how many they list.</summary>
    /// <param name="message">What a rule says of an execution.</param>
    public static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var kind = new StringBuilder(message.Length);
        for (var at = 0; at < message.Length; at++)
        {
            var end = message[at] == '"' ? message.IndexOf('"', at + 1) : EndOfNumber(message, at);
            if (end < 0)
            {
                kind.Append(message[at]);
                continue;
            }

            at = end;
            if (Array.Find(Lists, list => EndsWith(kind, list)) is { } listed)
                kind.Length -= listed.Length;
            kind.Append(Any);
        }

        return kind.ToString();
    }

    // The place of the last digit of a number that begins here; -1 when none does.
    private static int EndOfNumber(string message, int start)
    {
        var end = start;
        while (end < message.Length && char.IsAsciiDigit(message[end]))
            end++;
        return end == start ? -1 : end - 1;
    }

    private static bool EndsWith(StringBuilder text, string end)
    {
        var from = text.Length - end.Length;
        return from >= 0 && Enumerable.Range(0, end.Length).All(at => text[from + at] == end[at]);
    }
}
