using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Replays;

/// <summary>
/// One recorded execution as one word to paste: the runtime, the rule, the program or the litmus test it is of, and the schedule, compressed.
/// </summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Rule">The rule it is about, or empty.</param>
/// <param name="Program">The program.</param>
/// <param name="Schedule">The schedule.</param>
public sealed record ReplayToken(string Runtime, string Rule, Program Program, Schedule Schedule)
{
    /// <summary>What tokens of this version begin with. A change of the language's or the references' meaning raises the number.</summary>
    public const string Version = "c1-";

    private const int LongestText = 1_000_000;
    private const string LitmusWord = "litmus ";

    /// <summary>The litmus test whose program it is, where the token carries it; without its file.</summary>
    public LitmusTest? Litmus { get; init; }

    /// <summary>The command that shows it again.</summary>
    /// <param name="adapter">The command line that starts the runtime's adapter; null when the runtime has a name to find it by.</param>
    /// <param name="level">How strictly the runtime was judged.</param>
    public string Command(string? adapter, Strictness level) =>
        $"conformance replay {this}{(adapter is null ? "" : $" --adapter {ShellWord.Of(adapter)}")}{(level == Strictness.Portable ? " --level portable" : "")}";

    /// <summary>The word.</summary>
    public override string ToString()
    {
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(bytes, CompressionLevel.SmallestSize))
        {
            var program = Litmus is null ? ProgramPrinter.Print(Program) : LitmusPrinter.Print(Litmus);
            var text = string.Join('\n', Runtime, Rule, string.Join(' ', Schedule.Choices), program);
            deflate.Write(Encoding.UTF8.GetBytes($"{Checksum(text)}\n{text}"));
        }

        return Version + Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>Whether a text begins as tokens do, those of other versions among them.</summary>
    public static bool BeginsLikeOne(string text) =>
        text.IndexOf('-', StringComparison.Ordinal) is > 1 and < 6 and var dash && text[0] == 'c' && text[1..dash].All(char.IsAsciiDigit);

    /// <summary>Reads a word.</summary>
    /// <exception cref="FormatException">It is no token, is damaged, or is of another version; the message says which and what to do.</exception>
    public static ReplayToken Parse(string text)
    {
        if (!text.StartsWith(Version, StringComparison.Ordinal))
            throw new FormatException(WrongVersion(text));
        var whole = Inflate(text[Version.Length..]).Split('\n', 2);
        var parts = whole[^1].Split('\n', 4);
        if (parts.Length < 4 || whole[0] != Checksum(whole[^1]))
            throw new FormatException("The replay token is damaged: a part of it is missing or changed. Copy it again, whole.");
        var choices = new List<int>();
        foreach (var word in parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, out var choice) || choice < 0)
                throw new FormatException($"The replay token is damaged: \"{word}\" is no choice. Copy it again, whole.");
            choices.Add(choice);
        }

        var litmus = parts[3].StartsWith(LitmusWord, StringComparison.Ordinal)
            ? LitmusParser.Parse(parts[3], "token") with
            {
                File = "",
            }
            : null;
        var program = litmus?.Program ?? ProgramParser.Parse(parts[3], "token").Program;
        return new ReplayToken(parts[0], parts[1], program, new Schedule(Sequence.From(choices))) { Litmus = litmus };
    }

    // A token that was cut short can still unpack: the checksum (FNV-1a) tells.
    private static string Checksum(string text)
    {
        var hash = 2166136261U;
        foreach (var letter in text)
            hash = (hash ^ letter) * 16777619;
        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string WrongVersion(string text) =>
        BeginsLikeOne(text)
            ? $"The replay token is of version \"{text[..text.IndexOf('-', StringComparison.Ordinal)]}\"; this is version \"{Version[..^1]}\", in which programs or schedules mean something else. Replay it with the release it came from, or find the violation again with its seed."
            : $"\"{Shorten(text)}\" is no replay token: expected one that begins with \"{Version}\".";

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Inflate(string word)
    {
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(word)), CompressionMode.Decompress);
            var buffer = new byte[LongestText];
            var length = deflate.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception damaged) when (damaged is FormatException or InvalidDataException)
        {
            throw new FormatException("The replay token is damaged: it cannot be unpacked. Copy it again, whole.", damaged);
        }
    }
}
