using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class CombinatorHops : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-06",
            Title = "Combinator hop counts",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "For settled native inputs all, race, any and allSettled reactions MUST run at hop 2: one for the reaction to the input that decides, "
                + "one for the reaction to the combinator's own promise.",
            Trigger = "An await of a combinator whose inputs had decided it already goes on near other jobs.",
            Sources =
            [
                "ECMA-262, sec-performpromiseall",
                "ECMA-262, sec-performpromiserace",
                "test262 built-ins/Promise/any/resolved-sequence.js",
                "test262 built-ins/Promise/race/resolved-sequence.js",
            ],
            Litmus = ["micro-06-combinators-cost-two-hops"],
            Mutants = ["combinator-settles-at-once"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (
            !check.Contested
            || check.Order is not (JobOrder.InOrder or JobOrder.Overtook or JobOrder.Inline)
            || Nature(in check) != JobNature.Combination
        )
            return;
        Trigger();
        if (check.Order == JobOrder.Inline)
            Fail(at, $"{Subject(check.Job)} ran without a hop; expected exactly 2 hops, for its inputs were settled.");
        else if (check.Order == JobOrder.Overtook)
            Fail(
                at,
                $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected a combinator of settled inputs to take exactly 2 hops."
            );
    }
}

/// <summary>What a combinator gives, and when: judged as far as the program's own points say how its inputs settle.</summary>
internal sealed class CombinatorOutcomes : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-08",
            Title = "Combinator outcomes",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "all: values in input order, rejects at the first rejection; allSettled: never rejects; race: first settlement; any: first fulfilment, "
                + "else AggregateError in input order; race([]) never settles. No input is cancelled.",
            Trigger = "A combinator gives its outcome, and the program says how at least one of its inputs settles.",
            Sources =
            [
                "ECMA-262, sec-promise.all",
                "ECMA-262, sec-promise.allsettled",
                "ECMA-262, sec-promise.race",
                "ECMA-262, sec-promise.any",
                "test262 built-ins/Promise/race/resolved-then-catch-finally.js",
                "test262 built-ins/Promise/any/reject-all-mixed.js",
            ],
            Litmus = ["micro-08-all-rejects-at-the-first-rejection", "micro-08-any-and-race"],
            Mutants = ["all-waits-for-the-rest"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

    protected override void OnEvent(in Event item, int at)
    {
        if (Index.Statement(in item) is not { Op: Op.Combine } combine)
            return;
        var settlements = Index.Get<Settlements>();
        var known = 0;
        var gives = false;
        foreach (var input in combine.Targets)
        {
            if (!settlements.TryExpect(input, out var outcome, out var value, out var settledAt) || settledAt > at)
                continue;
            known++;
            gives |= Gives(combine.Combinator, in item, outcome, value);
            if (Decides(combine.Combinator, outcome) && Misses(combine.Combinator, in item, outcome))
            {
                Trigger();
                Fail(
                    at,
                    $"{Name(combine)} gave {Wording.Of(item.Outcome, item.Value)} though {Quote(input)} settled with {Wording.Of(outcome, value)}; expected that input to decide."
                );
                return;
            }

            if (Decides(combine.Combinator, outcome) && IsLate(input, at))
            {
                Trigger();
                Fail(
                    at,
                    $"{Name(combine)} waited on after {Quote(input)} had settled with {Wording.Of(outcome, value)}; expected that input to decide at once."
                );
                return;
            }
        }

        if (known == 0)
            return;
        Trigger();
        if (combine.Combinator == CombinatorKind.Join && item.Outcome == Outcome.Error)
            Fail(at, $"{Name(combine)} was rejected with \"{item.Value}\"; expected allSettled never to reject.");
        else if (known == combine.Targets.Length && !gives && IsOfOneInput(combine.Combinator, item.Outcome))
            Fail(at, $"{Name(combine)} gave {Wording.Of(item.Outcome, item.Value)}; expected the outcome of one of its inputs.");
    }

    /// <summary>Whether an input that settles so decides the outcome, whatever the others do.</summary>
    private static bool Decides(CombinatorKind kind, Outcome outcome) =>
        kind switch
        {
            CombinatorKind.TryJoin => outcome == Outcome.Error,
            CombinatorKind.Any => outcome == Outcome.Value,
            CombinatorKind.Race => true,
            _ => false,
        };

    /// <summary>Whether the combinator's outcome is impossible after such a deciding input.</summary>
    private static bool Misses(CombinatorKind kind, in Event item, Outcome outcome) =>
        kind != CombinatorKind.Race && item.Outcome != outcome;

    private static bool Gives(CombinatorKind kind, in Event item, Outcome outcome, Value value) =>
        kind != CombinatorKind.Join && item.Outcome == outcome && item.Value == value;

    private static bool IsOfOneInput(CombinatorKind kind, Outcome outcome) =>
        kind switch
        {
            CombinatorKind.TryJoin => outcome == Outcome.Error,
            CombinatorKind.Any => outcome == Outcome.Value,
            CombinatorKind.Race => true,
            _ => false,
        };

    /// <summary>Whether the thread had nothing to do between the settlement of a deciding input and the combinator's end.</summary>
    private bool IsLate(int input, int at)
    {
        // What follows another promise settles later than its cause.
        var settledAt = Index.Get<Settlements>()[input].SettledAt;
        if (settledAt < 0 || Index.Trace.Runtime.Clock == ClockKind.Real)
            return false;
        var idle = Index.Get<IdleTime>();
        return idle.At(at) > idle.At(Math.Max(settledAt, Index.Get<Waits>().BeginOf(at)));
    }

    private static string Name(Instruction combine) =>
        combine.Combinator switch
        {
            CombinatorKind.Join => "allSettled",
            CombinatorKind.TryJoin => "all",
            CombinatorKind.Race => "race",
            _ => "any",
        };
}
