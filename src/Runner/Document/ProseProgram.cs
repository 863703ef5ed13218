using System.Text;
using Conformance.Spec.Programs;

namespace Conformance.Runner.Document;

/// <summary>A program in a text: its statements, and on which references it is run.</summary>
internal sealed class ProseProgram
{
    private readonly string body;
    private readonly string place;
    private readonly bool several;
    private readonly bool open;
    private readonly string[] families;

    private ProseProgram(string body, string place, string[] families, IReadOnlyCollection<string> wishes)
    {
        this.body = body;
        this.place = place;
        this.families = families;
        several = wishes.Contains("workers", StringComparer.Ordinal);
        open = wishes.Contains("timeline", StringComparer.Ordinal);
    }

    /// <summary>The program behind a fence, or null when the fence names no family.</summary>
    /// <param name="fence">The words of the fence: <c>eager</c>, <c>lazy</c> or <c>both</c>; then <c>workers</c> for several of them, <c>timeline</c> for one that stands open.</param>
    /// <param name="body">The statements.</param>
    /// <param name="place">Where it stands, for messages.</param>
    public static ProseProgram? Of(string fence, string body, string place)
    {
        var words = fence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault() switch
        {
            "eager" or "lazy" => new ProseProgram(body, place, [words[0]], words[1..]),
            "both" => new ProseProgram(body, place, ["eager", "lazy"], words[1..]),
            _ => null,
        };
    }

    /// <summary>The program, its outcomes and timelines, as Markdown.</summary>
    public string Text()
    {
        var runs = families.Select(family => (Family: family, Run: Run(family))).ToList();
        var text = new StringBuilder(Markdown.Block(families.Length == 1 ? Whole(families[0]) : body)).Append('\n');
        text.Append(Markdown.Head("family", "outcome"));
        foreach (var (family, run) in runs)
            text.Append(Markdown.Row($"{family}{(several ? ", several workers" : "")}", run.Line()));
        var timelines = string.Join('\n', runs.Select(pair => $"On `{pair.Run.Runtime}`:\n\n{Markdown.Block(pair.Run.Timeline)}"));
        return text.Append('\n')
            .Append(open ? timelines : Markdown.Details(runs.Count == 1 ? "Timeline" : "Timelines", timelines))
            .ToString();
    }

    private ReferenceRun Run(string family) => ReferenceRun.Of(ProgramParser.Load(Whole(family), place), several);

    private string Whole(string family) =>
        $"program {family} {{\n{string.Concat(body.TrimEnd('\n').Split('\n').Select(line => $"  {line}\n"))}}}\n";
}
