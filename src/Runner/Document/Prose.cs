using System.Text;

namespace Conformance.Runner.Document;

/// <summary>
/// What a person wrote for the document. Ids of rules and claims become links; a program between <c>```eager</c>, <c>```lazy</c> or
/// <c>```both</c> and <c>```</c> is run on the references, and what it does is written below it.
/// </summary>
internal static class Prose
{
    private const string Fence = "```";

    /// <summary>A text that must exist.</summary>
    public static string Read(string name, Links links) => Expand(Resource.Read($"Prose/{name}"), links);

    /// <summary>A text, or null when nobody wrote it.</summary>
    public static string? Find(string name, Links links) => Resource.Find($"Prose/{name}") is { } text ? Expand(text, links) : null;

    /// <summary>The text with links and with what its programs do.</summary>
    public static string Expand(string source, Links links)
    {
        var text = new StringBuilder();
        using var lines = new StringReader(source);
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                text.Append(links.Ids(line)).Append('\n');
                continue;
            }

            var body = ToFence(lines);
            var sample = ProseProgram.Of(line[Fence.Length..], body);
            text.Append(sample?.Text() ?? $"{line}\n{body}{Fence}\n");
        }

        return text.ToString();
    }

    private static string ToFence(StringReader lines)
    {
        var body = new StringBuilder();
        while (lines.ReadLine() is { } line && !line.StartsWith(Fence, StringComparison.Ordinal))
            body.Append(line).Append('\n');
        return body.ToString();
    }
}
