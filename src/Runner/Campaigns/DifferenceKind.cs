using System.Text.RegularExpressions;

namespace Conformance.Runner.Campaigns;

/// <summary>
/// A way in which a documented difference shows. What an expectation excuses is counted by kind, so that a new one under an old excuse is seen.
/// </summary>
/// <param name="Example">The first execution that showed it, as it was found.</param>
public sealed partial record DifferenceKind(Finding Example)
{
    private const string Any = "…";

    /// <summary>How many violations of this kind were excused.</summary>
    public long Count { get; internal set; }

    /// <summary>What messages have in common that differ only in the names and numbers of their program, and in how many they list.</summary>
    /// <param name="message">What a rule says of an execution.</param>
    public static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Lists().Replace(NamesAndNumbers().Replace(message, Any), Any);
    }

    [GeneratedRegex("\"[^\"]*\"|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NamesAndNumbers();

    [GeneratedRegex("…(, (and )?…)+", RegexOptions.CultureInvariant)]
    private static partial Regex Lists();
}
