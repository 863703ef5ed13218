using System.Text;

namespace Conformance.Runner.Document;

/// <summary>Pieces of Markdown, as GitHub and other viewers read it.</summary>
internal static class Markdown
{
    /// <summary>A block of text that is shown as it is.</summary>
    public static string Block(string text) => $"```text\n{text.TrimEnd('\n')}\n```\n";

    /// <summary>What a reader may open: long or of second importance.</summary>
    public static string Details(string summary, string content) =>
        $"<details><summary>{summary}</summary>\n\n{content.TrimEnd('\n')}\n\n</details>\n";

    /// <summary>Where a link may point to.</summary>
    public static string Anchor(string id) => $"<a id=\"{id}\"></a>";

    /// <summary>A row of a table.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";

    /// <summary>The head of a table.</summary>
    public static string Head(params IReadOnlyList<string> cells) => Row(cells) + $"|{string.Concat(cells.Select(_ => "---|"))}\n";

    /// <summary>Text as code, also with backticks in it.</summary>
    public static string Code(string text) => text.Contains('`') ? $"`` {text} ``" : $"`{text}`";

    /// <summary>Plain text that must not turn into HTML or emphasis; what is between backticks stays.</summary>
    public static string Plain(string text) => Escaped(text, "<*");

    /// <summary>Text that may have emphasis, but no HTML.</summary>
    public static string Prose(string text) => Escaped(text, "<");

    /// <summary>A name as part of a file's name: lower-case words with <c>-</c> between them.</summary>
    public static string Slug(string name) =>
        string.Join(
            '-',
            new string([.. name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    private static string Escaped(string text, string special)
    {
        var escaped = new StringBuilder();
        var code = false;
        foreach (var letter in text)
        {
            if (letter == '`')
                code = !code;
            else if (!code && special.Contains(letter))
                escaped.Append('\\');
            escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
