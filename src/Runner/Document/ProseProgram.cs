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
    private readonly Subject[] subjects;

    private ProseProgram(string body, string place, Subject[] subjects, IReadOnlyCollection<string> wishes)
    {
        this.body = body;
        this.place = place;
        this.subjects = subjects;
        several = wishes.Contains("workers", StringComparer.Ordinal);
        open = wishes.Contains("timeline", StringComparer.Ordinal);
    }

    /// <summary>The program behind a fence, or null when the fence names no family.</summary>
    /// <param name="fence">The words of the fence: <c>eager</c>, <c>lazy</c>, <c>both</c>, or <c>tasks</c> for an eager program beside .NET's tasks; then <c>workers</c> for several of them, <c>timeline</c> for one that stands open.</param>
    /// <param name="body">The statements.</param>
    /// <param name="place">Where it stands, for messages.</param>
    public static ProseProgram? Of(string fence, string body, string place)
    {
        var words = fence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault() switch
        {
            "eager" or "lazy" => new ProseProgram(body, place, [new Subject(words[0], words[0])], words[1..]),
            "both" => new ProseProgram(body, place, [new Subject("eager", "eager"), new Subject("lazy", "lazy")], words[1..]),
            "tasks" => new ProseProgram(
                body,
                place,
                [new Subject("eager", "eager"), new Subject(".NET", "eager", "dotnet-tasks")],
                words[1..]
            ),
            _ => null,
        };
    }

    /// <summary>The program, its outcomes and timelines, as Markdown.</summary>
    public string Text()
    {
        var runs = subjects.Select(subject => (subject.Label, Run: Run(subject))).ToList();
        var ofOne = subjects.All(subject => subject.Family == subjects[0].Family);
        var text = new StringBuilder(Markdown.Block(ofOne ? Whole(subjects[0].Family) : body)).Append('\n');
        text.Append(Markdown.Head("family", "outcome"));
        foreach (var (label, run) in runs)
            text.Append(Markdown.Row($"{label}{(several ? ", several workers" : "")}", run.Line()));
        var timelines = string.Join('\n', runs.Select(pair => $"On `{pair.Run.Runtime}`:\n\n{Markdown.Block(pair.Run.Timeline)}"));
        return text.Append('\n')
            .Append(open ? timelines : Markdown.Details(runs.Count == 1 ? "Timeline" : "Timelines", timelines))
            .ToString();
    }

    /// <summary>The text of a program with these statements.</summary>
    public static string Whole(string family, string body) =>
        $"program {family} {{\n{string.Concat(body.TrimEnd('\n').Split('\n').Select(line => $"  {line}\n"))}}}\n";

    private ReferenceRun Run(Subject subject)
    {
        var program = ProgramParser.Load(Whole(subject.Family), place);
        return subject.Runtime is { } runtime ? ReferenceRun.On(runtime, program) : ReferenceRun.Of(program, several);
    }

    private string Whole(string family) => Whole(family, body);

    // Who runs it: its name in the table, the dialect of the program, the runtime unless that is the reference of the family.
    private sealed record Subject(string Label, string Family, string? Runtime = null);
}
