using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Memoized resolution: a promise settles once, its work is done once, and all observers see the same.</summary>
internal static class MemoizedResolution
{
    internal const string Chapter = "Memoized resolution";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() => [new SettleAtMostOnce(), new SameForEveryObserver(), new LockInByAdoption()];
}

internal sealed class SettleAtMostOnce : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MEMO-01",
            Title = "Settle at most once",
            Family = Family.Eager,
            Chapter = MemoizedResolution.Chapter,
            Text =
                "After the first resolve or reject call every later resolve, reject or executor throw MUST be ignored; the settled value never changes.",
            Trigger = "A promise is observed after a second attempt to settle it in another way.",
            Sources =
            [
                "Article 1: \"does not re-execute its internal logic\"",
                "ECMA-262, sec-createresolvingfunctions",
                "test262 built-ins/Promise/exception-after-resolve-in-executor.js",
                "test262 built-ins/Promise/reject-ignored-via-fn-immed.js",
            ],
            Litmus = ["memo-01-first-settlement-wins"],
            Mutants = ["last-settlement-wins"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed, EventKind.Started];

    protected override void OnEvent(in Event item, int at)
    {
        var promise = Observation.Of(Index, in item);
        if (promise < 0)
            return;
        ref readonly var known = ref Index.Get<Settlements>()[promise];
        if (known.IgnoredAt < 0 || known.IgnoredAt > at || known.Follows >= 0 || known.Itself)
            return;
        Trigger();
        if (Observation.Fits(Index, in item, known.Outcome, known.Value))
            return;
        var first = Wording.Of(known.Outcome, known.Value);
        Fail(
            at,
            $"{Quote(promise)} was settled first with {first}, and a later attempt changed it: {Quote(item.Computation)} saw {Observation.Describe(in item)}; expected {first} for ever."
        );
    }
}

internal sealed class SameForEveryObserver : Rule
{
    private int[] seen = [];
    private int[] waits = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MEMO-02",
            Title = "Computed once, same value for every observer, whenever attached",
            Family = Family.Eager,
            Chapter = MemoizedResolution.Chapter,
            Text =
                "The work behind a promise MUST run once; every observer, early or late, MUST receive the identical value or reason, "
                + "and a late observer MUST NOT be delayed by more than its reaction hop.",
            Trigger = "A promise is observed again, or is observed after it settled.",
            Sources =
            [
                "Article 1: \"attaching an await to the resolved Promise does not cause another one-second wait\"",
                "ECMA-262, sec-performpromisethen",
            ],
            Litmus = ["article-1-promise-sample", "memo-02-late-observer-gets-the-same-value"],
            Mutants = ["executor-runs-again", "sleeps-again"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Awaiting, EventKind.Resumed];

    protected override void OnBegin()
    {
        if (seen.Length < Index.Code.Computations.Length)
            seen = new int[Index.Code.Computations.Length * 2];
        if (waits.Length < Index.Code.Instructions.Length)
            waits = new int[Index.Code.Instructions.Length * 2];
        seen.AsSpan().Fill(-1);
        waits.AsSpan().Fill(-1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Awaiting)
        {
            if (item.Site >= 0)
                waits[item.Site] = at;
            return;
        }

        if (item.Kind == EventKind.Started && Index.First(EventKind.Started, item.Computation) != at)
            Fail(at, $"The work of {Quote(item.Computation)} ran again; expected it to run once and its result to be kept.");
        var promise = Observation.Of(Index, in item);
        if (promise < 0)
            return;
        var known = Index.Get<Settlements>().TryExpect(promise, out var outcome, out var value, out var settledAt);
        if (known && settledAt > at)
        {
            Fail(at, $"{Quote(item.Computation)} saw {Quote(promise)} settled before it was; expected it to wait.");
            return;
        }

        Judge(in item, at, promise);
        if (known && !Observation.Fits(Index, in item, outcome, value))
        {
            var found = Observation.Describe(in item);
            Fail(
                at,
                $"{Quote(item.Computation)} observed {Quote(promise)} and saw {found}; expected {Wording.Of(outcome, value)}, as it settled."
            );
        }

        if (item.Kind == EventKind.Resumed)
            seen[promise] = at;
    }

    private void Judge(in Event item, int at, int promise)
    {
        var earlier = seen[promise];
        var wait = item.Kind == EventKind.Resumed ? waits[item.Site] : -1;
        // What follows another promise, passes an outcome on or comes off the loop settles later than its cause: only an observer shows when.
        var settledAt =
            Index.Code.Computations[promise].Kind == ComputationKind.Blocking ? -1 : Index.Get<Settlements>()[promise].SettledAt;
        var late = wait >= 0 && ((earlier >= 0 && earlier < wait) || (settledAt >= 0 && settledAt < wait));
        if (earlier >= 0 || late)
            Trigger();
        if (earlier >= 0 && item.Kind == EventKind.Resumed)
        {
            ref readonly var other = ref Index.Trace[earlier];
            if (other.Outcome != item.Outcome || other.Value != item.Value)
                Fail(
                    at,
                    $"{Quote(item.Computation)} got {Observation.Describe(in item)} from {Quote(promise)}, and {Quote(other.Computation)} got {Observation.Describe(in other)}; expected the same for every observer."
                );
        }

        if (!late || Index.Trace.Runtime.Clock == ClockKind.Real)
            return;
        var idle = Index.Get<IdleTime>();
        var waited = idle.At(at) - idle.At(wait);
        if (waited > 0)
            Fail(
                at,
                $"{Quote(item.Computation)} waited {waited} for {Quote(promise)}, which was settled already; expected no more than the hop of its reaction."
            );
    }
}

internal sealed class LockInByAdoption : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MEMO-03",
            Title = "Lock-in by adoption",
            Family = Family.Eager,
            Chapter = MemoizedResolution.Chapter,
            Text =
                "Resolving p with another promise or thenable q locks p to q: p stays pending, follows q, and later resolve and reject calls are ignored; "
                + "resolving p with itself MUST reject with a TypeError.",
            Trigger = "A promise that was resolved with a promise is observed.",
            Sources =
            [
                "ECMA-262, sec-promise-resolve-functions",
                "test262 built-ins/Promise/resolve-self.js",
                "test262 built-ins/Promise/resolve-prms-cstm-then-immed.js",
            ],
            Litmus = ["memo-03-adoption-locks-in", "memo-03-resolved-with-itself", "micro-04-resolving-with-a-promise"],
            Mutants = ["follow-without-lock", "self-resolution-fulfils"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed, EventKind.Started];

    protected override void OnEvent(in Event item, int at)
    {
        var promise = Observation.Of(Index, in item);
        if (promise < 0 || Index.Code.Computations[promise].Kind == ComputationKind.Finally)
            return;
        var settlements = Index.Get<Settlements>();
        ref readonly var known = ref settlements[promise];
        var determined = settlements.TryExpect(promise, out var outcome, out var value, out var settledAt);
        if (known.Itself)
        {
            Trigger();
            if (!Observation.Fits(Index, in item, outcome, value))
                Fail(
                    at,
                    $"{Quote(promise)} was resolved with itself, and {Quote(item.Computation)} saw {Observation.Describe(in item)}; expected error \"cycle\"."
                );
            return;
        }

        if (known.Follows < 0 || !determined)
            return;
        Trigger();
        if (settledAt > at)
        {
            Fail(
                at,
                $"{Quote(promise)} was resolved with {Quote(known.Follows)}, and {Quote(item.Computation)} saw it settled before {Quote(known.Follows)} was; expected it to follow."
            );
        }
        else if (!Observation.Fits(Index, in item, outcome, value))
        {
            var expected = Wording.Of(outcome, value);
            Fail(
                at,
                $"{Quote(promise)} was resolved with {Quote(known.Follows)}, which settles with {expected}, and {Quote(item.Computation)} saw {Observation.Describe(in item)}; expected {expected}."
            );
        }
    }
}
