using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Adapters;

/// <summary>One program a statement: which are supported, which are not, which go wrong.</summary>
internal sealed class StatementCheck(ProcessRuntime runtime, StatementPrograms programs)
{
    private readonly Judge judge = new(runtime, Catalogue.Create());

    public IEnumerable<Remark> Run()
    {
        string[] unknown = [.. runtime.Capabilities.Except(programs.Words, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            yield return new Remark(
                Mark.Wrong,
                $"Its capabilities name {string.Join(", ", unknown.Select(word => $"\"{word}\""))}, which no {Dialect} program has.",
                $"The words are those of the member \"do\" of a statement: {string.Join(", ", programs.Words.Order(StringComparer.Ordinal))}."
            );
        string[] lacking = [.. programs.Words.Except(runtime.Capabilities, StringComparer.Ordinal)];
        if (lacking.Length == programs.Words.Count)
            yield return new Remark(Mark.Wrong, "Its capabilities name no statement: no program is ever sent.", "Begin with \"log\".");
        else if (lacking.Length > 0)
            yield return new Remark(
                Mark.Note,
                $"Not among its capabilities, so that programs with them are not sent: {string.Join(", ", lacking)}."
            );
        foreach (var word in programs.Words.Where(runtime.Capabilities.Contains))
            yield return Try(word);
        foreach (var (word, member) in StatementMembers.All.Where(one => runtime.Capabilities.Contains(one.Word)))
        {
            if (programs.Smallest(word, member, runtime.Capabilities) is { } program)
                yield return Try(program, $"{word} with \"{member}\"", member);
        }
    }

    private string Dialect => Reports.Json.Lower(runtime.Description.Family);

    private Remark Try(string word)
    {
        if (programs.Smallest(word, runtime.Capabilities) is not { } program)
            return new Remark(
                Mark.Note,
                $"{word}: not tried, for every program with it uses statements that are not among its capabilities."
            );
        return Try(program, word);
    }

    private Remark Try(Program program, string what, string? member = null)
    {
        var ending = judge.Run(Code.Of(program), new Scheduler(new Natural()), seed: 1);
        var text = ProgramPrinter.Print(program);
        if (ending == Ending.Unsupported)
            return member is null
                ? new Remark(
                    Mark.Wrong,
                    $"{what}: it is among the capabilities, but the adapter refuses this program: {judge.Trace.Reason}\n{text}",
                    "Take the word out of the capabilities, or run such programs."
                )
                : new Remark(Mark.Note, $"{what}: refused: {judge.Trace.Reason}");
        if (judge.Fault is { } fault)
            return new Remark(Mark.Wrong, $"{what}: {fault}\n{text}", Advice.For(fault));
        var broken = judge.Checker.Violations.FirstOrDefault(violation => runtime.Expectations.OfRule(violation.Rule) is null);
        return broken is null
            ? new Remark(Mark.Ok, $"{what}: supported.")
            : new Remark(
                Mark.Differs,
                $"{what}: {broken.Rule} does not hold: {broken.Message}\n{text}",
                $"{(member is null ? "" : $"Does the adapter look at \"{member}\"? ")}Is it the adapter or the runtime? \"conformance rule {broken.Rule}\" says what is right; a difference by design belongs in a file, spec/Runtimes/expectations.md."
            );
    }
}
