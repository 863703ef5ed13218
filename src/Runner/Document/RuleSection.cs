using System.Text;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Reports;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>What a chapter says of one rule.</summary>
internal sealed class RuleSection(Links links, IReadOnlyList<LitmusTest> library)
{
    private const int LongTimeline = 45;
    private readonly ILookup<string, Mutant> mutants = MutantCatalogue.All.ToLookup(mutant => mutant.Rule, StringComparer.Ordinal);
    private readonly IReadOnlyList<Trap> traps = Trap.All();
    private readonly IReadOnlyList<Claim> claims = Claim.All();
    private readonly ILookup<string, PortabilityNote> notes = PortabilityNote.All().ToLookup(note => note.Rule, StringComparer.Ordinal);

    /// <summary>The section.</summary>
    public string Of(Rule rule)
    {
        var info = rule.Info;
        var examples = RuleExamples.Of(info, library);
        var text = new StringBuilder();
        text.Append($"{Markdown.Anchor(info.Id)}\n\n## {info.Id}: {Markdown.Plain(info.Title)}\n\n");
        text.Append($"> {Markdown.Plain(info.Text)}\n\n");
        text.Append(
            $"**{Json.Upper(info.Level)}**, {FamilyWords(info.Family)}{(info.Observed ? ", an order that is seen and not promised: level strict only" : "")}. "
        );
        text.Append(
            info.Untestable is { } reason
                ? $"*Not tested:* {LowerFirst(Markdown.Plain(reason))}\n\n"
                : $"*Tested when:* {LowerFirst(Markdown.Plain(info.Trigger))}\n\n"
        );
        if (rule.Options.Count > 0)
            text.Append($"What a runtime does is counted: {string.Join(", or ", rule.Options.Select(Markdown.Plain))}.\n\n");
        foreach (var test in examples.First)
            Example(text, test);
        if (examples.Contrast() is { } contrast)
            Difference(text, contrast, examples);
        More(text, examples);
        Mutants(text, info, examples);
        Portability(text, info);
        Related(text, info);
        text.Append("### Sources\n\n");
        foreach (var source in info.Sources)
            text.Append($"- {Sources.Linked(source, links)}\n");
        return text.Append('\n').ToString();
    }

    /// <summary>Whose rule it is, in words.</summary>
    public static string FamilyWords(Family family) =>
        family switch
        {
            Family.Eager => "eager family",
            Family.Lazy => "lazy family",
            _ => "both families",
        };

    /// <summary>The name of a family, of a program of it.</summary>
    public static string FamilyOf(Program program) => program.Dialect == Dialect.Eager ? "eager" : "lazy";

    private void Example(StringBuilder text, LitmusTest test)
    {
        var run = ReferenceRun.Of(test);
        text.Append($"### Example, {FamilyOf(test.Program)}: {links.Litmus(test.Name)}\n\n");
        text.Append($"{Markdown.Plain(test.Sentence)}\n\n{Markdown.Block(LitmusPage.Body(test))}\n");
        text.Append(TimelineOf(run)).Append('\n');
        if (ReferenceRun.Otherwise(test, run) is not { } other)
            return;
        text.Append($"Another schedule: {other.Line()}.\n\n");
        text.Append(Markdown.Details($"Timeline on <code>{other.Runtime}</code>", Markdown.Block(other.Timeline))).Append('\n');
    }

    private void Difference(StringBuilder text, Contrast contrast, RuleExamples examples)
    {
        var program = contrast.Litmus.Program;
        var other = program.Dialect == Dialect.Eager ? "lazy" : "eager";
        text.Append($"### The same statements in the {other} family\n\n");
        if (!examples.First.Contains(contrast.Litmus))
            text.Append(
                $"{links.Litmus(contrast.Litmus.Name)}: {Markdown.Plain(contrast.Litmus.Sentence)}\n\n{Markdown.Block(ProgramPrinter.Print(program))}\n"
            );
        text.Append(Markdown.Head("family", "outcome"));
        text.Append(Markdown.Row(FamilyOf(program), contrast.Own.Line()));
        text.Append(Markdown.Row(other, contrast.Other.Line()));
        text.Append('\n').Append(TimelineOf(contrast.Other)).Append('\n');
    }

    private void More(StringBuilder text, RuleExamples examples)
    {
        var more = examples.All.Except(examples.First).Select(test => links.Litmus(test.Name)).ToList();
        if (more.Count > 0)
            text.Append($"More examples: {string.Join(", ", more)}.\n\n");
    }

    private void Mutants(StringBuilder text, RuleInfo info, RuleExamples examples)
    {
        if (!mutants.Contains(info.Id))
            return;
        text.Append("### Wrong runtimes that break it\n\n").Append(Markdown.Head("runtime", "what it does wrong", "what the rule says"));
        foreach (var mutant in mutants[info.Id])
        {
            var said = MutantMessage.Of(mutant, [.. examples.All, .. library.Except(examples.All)]);
            text.Append(Markdown.Row($"`{mutant.Name}`", Markdown.Plain(mutant.Description), Markdown.Plain(said)));
        }

        text.Append('\n');
    }

    private void Portability(StringBuilder text, RuleInfo info)
    {
        if (!notes.Contains(info.Id))
            return;
        text.Append("### Elsewhere\n\n");
        foreach (var note in notes[info.Id])
            text.Append($"- **{note.Runtime}**: {links.Ids(Markdown.Plain(note.Words()))}\n");
        text.Append('\n');
    }

    private void Related(StringBuilder text, RuleInfo info)
    {
        var porting = traps
            .Where(trap => trap.Rules.Contains(info.Id))
            .Select(trap => $"[{trap.Title}]({links.To($"{PortingPage.Path}#{trap.Anchor}")})");
        var said = claims.Where(claim => claim.Rules.Contains(info.Id, StringComparer.Ordinal)).Select(claim => links.Ids(claim.Id));
        Append("Porting", string.Join(" · ", porting));
        Append("Claims of the articles about it", string.Join(", ", said));

        void Append(string what, string list)
        {
            if (list.Length > 0)
                text.Append($"{what}: {list}.\n\n");
        }
    }

    private static string TimelineOf(ReferenceRun run)
    {
        var block = Markdown.Block(run.Timeline);
        return run.Timeline.Count(letter => letter == '\n') > LongTimeline
            ? Markdown.Details($"Timeline on <code>{run.Runtime}</code>", block)
            : $"Timeline on `{run.Runtime}`:\n\n{block}";
    }

    // Of a sentence that goes on after a colon; a proper name keeps its capital.
    private static string LowerFirst(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && !char.IsUpper(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..]
            : sentence;
}
