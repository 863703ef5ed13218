namespace Conformance.Runner.Replays;

/// <summary>A text as one word of a command to paste.</summary>
public static class ShellWord
{
    /// <summary>The word, in quotes.</summary>
    public static string Of(string text) =>
        // Double quotes wherever they do, for Windows knows no others.
        MeansMoreInDoubleQuotes(text) ? $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'" : $"\"{text}\"";

    private static bool MeansMoreInDoubleQuotes(string text) =>
        text.AsSpan().ContainsAny("\"$`!") || text.Contains(@"\\", StringComparison.Ordinal) || text.EndsWith('\\');
}
