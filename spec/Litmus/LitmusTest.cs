using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>
/// A small program with all that may come of it, in the manner of the litmus tests of memory models: a fact about a family of
/// runtimes that people of any language can read and any runtime can be asked.
/// </summary>
public sealed record LitmusTest
{
    /// <summary>Its name, unique in a library: lower-case words with <c>-</c> between them.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where the fact is stated or the code sample stands.</summary>
    public required string Source { get; init; }

    /// <summary>The ids of the rules it is an example of; may be empty.</summary>
    public Sequence<string> Rules { get; init; } = [];

    /// <summary>On which runtimes it is judged; empty for all of the family.</summary>
    public Sequence<Need> Needs { get; init; } = [];

    /// <summary>The program.</summary>
    public required Program Program { get; init; }

    /// <summary>What may come of it; at least one.</summary>
    public required Sequence<Expectation> Expectations { get; init; }

    /// <summary>The file it was read from, as a path with <c>/</c>; empty when there is none.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether its outcomes can be judged on a runtime like this at all: it is of the family and meets the needs that do not depend on the schedule.</summary>
    public bool AppliesTo(RuntimeDescription runtime) =>
        runtime.Family == Program.Dialect && Needs.All(need => need == Need.Natural || WhyNot(need, runtime) is null);

    /// <summary>
    /// Says whether an execution of the program was allowed. An outcome that a <c>never</c> describes is forbidden; else, when
    /// there is an <c>exactly</c> or an <c>allowed</c>, it must be one of those; else it is allowed. On a clock that is not virtual the
    /// times in it may be others, as far as the clock explains that.
    /// </summary>
    public Judgement Judge(Trace trace)
    {
        foreach (var need in Needs)
        {
            if (need == Need.Natural && !trace.Natural)
                return new Judgement(LitmusVerdict.NotJudged, "needs the runtime's own order of choices");
            if (WhyNot(need, trace.Runtime) is { } reason)
                return new Judgement(LitmusVerdict.NotJudged, reason);
        }

        if (trace.Runtime.Family != Program.Dialect)
            return new Judgement(LitmusVerdict.NotJudged, $"\"{trace.Runtime.Name}\" is of the other family");
        if (trace.Ending is Ending.Unsupported or Ending.AdapterError or Ending.None)
            return new Judgement(LitmusVerdict.NotJudged, trace.Ending == Ending.None ? "the execution did not end" : trace.Reason);
        var judgement = Judge(Observed.Of(trace));
        return judgement.Verdict == LitmusVerdict.Forbidden && trace.Runtime.Clock != ClockKind.Virtual
            ? new OtherTimes(this, trace.Code).Judge(trace, judgement)
            : judgement;
    }

    /// <summary>Whether a <c>never</c> describes this outcome.</summary>
    internal bool Excludes(Observed outcome) =>
        Expectations.Any(line => line.Kind == ExpectationKind.Never && outcome.Contains(line.Outcome));

    /// <summary>Says whether this outcome is allowed, whatever the runtime; its times are asked for as exactly as a virtual clock has them.</summary>
    public Judgement Judge(Observed outcome)
    {
        var listed = false;
        var found = false;
        foreach (var expectation in Expectations)
        {
            if (expectation.Kind == ExpectationKind.Never && outcome.Contains(expectation.Outcome))
                return new Judgement(LitmusVerdict.Forbidden, $"{outcome} contains {expectation.Outcome}, which never happens");
            listed |= expectation.Kind != ExpectationKind.Never;
            found |= expectation.Kind != ExpectationKind.Never && outcome.Equals(expectation.Outcome);
        }

        return listed && !found
            ? new Judgement(LitmusVerdict.Forbidden, $"{outcome} is not among the allowed outcomes")
            : new Judgement(LitmusVerdict.Allowed, "");
    }

    private static string? WhyNot(Need need, RuntimeDescription runtime) =>
        need switch
        {
            Need.SingleThread when runtime.Workers != 1 => $"needs a single thread; \"{runtime.Name}\" has {runtime.Workers}",
            Need.MultiThread when runtime.Workers == 1 => $"needs several threads; \"{runtime.Name}\" has one",
            Need.VirtualClock when runtime.Clock != ClockKind.Virtual =>
                $"needs a virtual clock; the clock of \"{runtime.Name}\" is {runtime.Clock}",
            Need.PausedClock when runtime.Clock != ClockKind.Paused =>
                $"needs a paused clock; the clock of \"{runtime.Name}\" is {runtime.Clock}",
            _ => null,
        };
}
