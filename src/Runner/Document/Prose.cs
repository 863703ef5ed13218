using System.Text;

namespace Conformance.Runner.Document;

/// <summary>
/// What a person wrote for the document. Ids of rules and claims become links; a program between <c>```eager</c>, <c>```lazy</c>,
/// <c>```both</c> or <c>```tasks</c> and <c>```</c> is run on the references and on .NET's tasks, and what it does is written below it;
/// below one between <c>```wire</c> and <c>```</c> stands what an adapter gets. An empty block with a path after its language shows that file.
/// </summary>
internal static class Prose
{
    private const string Fence = "```";

    /// <summary>A text that must exist.</summary>
    public static string Read(string name, Links links) => Expand(name, Resource.Read($"Prose/{name}"), links);

    /// <summary>A text, or null when nobody wrote it.</summary>
    public static string? Find(string name, Links links) => Resource.Find($"Prose/{name}") is { } text ? Expand(name, text, links) : null;

    /// <summary>The text with links and with what its programs do.</summary>
    /// <param name="name">The name of the text, for messages.</param>
    /// <param name="source">The text.</param>
    /// <param name="links">The links of the page it becomes a part of.</param>
    /// <exception cref="Spec.Programs.ProgramException">A program is not valid.</exception>
    public static string Expand(string name, string source, Links links)
    {
        var text = new StringBuilder();
        var lines = source.TrimEnd('\n').Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                text.Append(links.Ids(line)).Append('\n');
                continue;
            }

            var end = Array.IndexOf(lines, Fence, at + 1);
            if (end < 0)
                throw new FormatException($"{name}:{at + 1}: the block that begins here has no end.");
            var body = string.Concat(lines[(at + 1)..end].Select(inside => $"{inside}\n"));
            text.Append(Block(line[Fence.Length..], body, $"{name}, program at line {at + 1}"));
            at = end;
        }

        return text.ToString();
    }

    private static string Block(string fence, string body, string place)
    {
        if (ProseProgram.Of(fence, body, place) is { } program)
            return program.Text();
        return fence.Split(' ') switch
        {
            ["wire"] => WireProgram.Text(body, place),
            [var language, var path] when body.Length == 0 => $"{Fence}{language}\n{Resource.Read(path)}{Fence}\n",
            _ => $"{Fence}{fence}\n{body}{Fence}\n",
        };
    }
}
