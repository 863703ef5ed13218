using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Reaction order: promise jobs never run inline, run first in, first out, and cost a known number of hops.</summary>
internal static class ReactionOrder
{
    internal const string Chapter = "Reaction and microtask order";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new ReactionsNeverInline(),
            new JobsAreFifo(),
            new AwaitCostsOneHop(),
            new AdoptionCosts(),
            new MicrotasksDrain(),
            new CombinatorHops(),
            new FinallyPassesThrough(),
            new CombinatorOutcomes(),
        ];
}

internal sealed class ReactionsNeverInline : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-01",
            Title = "Reactions never run inline",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text = "A reaction MUST NOT run inside then, resolve or await: it runs as a later job on an empty stack.",
            Trigger = "A reaction's handler begins, or a body goes on after an await that it entered in an earlier turn.",
            Sources =
            [
                "Article 1: \"simply returns the already-resolved result\"",
                "ECMA-262, sec-jobs",
                "ECMA-262, sec-triggerpromisereactions",
                "Promises/A+ 2.2.4",
            ],
            Litmus = ["micro-01-reactions-never-run-inline"],
            Mutants = ["inline-reactions"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed];

    protected override void OnEvent(in Event item, int at)
    {
        var kind = Index.Code.Computations[item.Computation].Kind;
        if (item.Kind == EventKind.Started && kind is not (ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally))
            return;
        var busy = Index.Get<Turns>().Interrupted(at);
        // A body that goes on inside its own await is a matter of MICRO-03 and RTC-03.
        if (
            item.Kind == EventKind.Resumed
            && busy >= 0
            && Index.Get<MicrotaskOrder>()[at] is { Order: JobOrder.Inline, Job: >= 0 and var job }
            && IsSettledAwait(job)
        )
            return;
        Trigger();
        if (busy < 0)
            return;
        var what =
            item.Kind == EventKind.Started
                ? $"The reaction {Quote(item.Computation)} ran"
                : $"{Quote(item.Computation)} went on after its await";
        Fail(at, $"{what} inside {Quote(busy)}, which still held the thread; expected a later job on an empty stack.");
    }

    private bool IsSettledAwait(int job) => Index.Get<MicrotaskOrder>().Job(job).Nature == JobNature.SettledAwait;
}

/// <summary>A rule about the place of a job among others: all of them read the same comparison.</summary>
internal abstract class JobOrderRule : Rule
{
    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed];

    /// <summary>The comparison.</summary>
    protected MicrotaskOrder Order { get; private set; } = null!;

    protected override void OnBegin() => Order = Index.Get<MicrotaskOrder>();

    /// <summary>The more special of the natures of a job and of the one it should have waited for.</summary>
    protected JobNature Nature(in JobCheck check)
    {
        if (check.Job < 0)
            return JobNature.Plain;
        var own = Order.Job(check.Job).Nature;
        var other = check.Other < 0 ? own : Order.Job(check.Other).Nature;
        // Two jobs of one nature cost the same: then the queue's order is what was broken.
        return check.Order == JobOrder.Overtook && own == other ? JobNature.Plain : (JobNature)Math.Max((int)own, (int)other);
    }

    /// <summary>A job in words, as the beginning of a sentence.</summary>
    protected string Subject(int job) => Wording.Sentence(Order.Describe(job));
}

internal sealed class JobsAreFifo : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-02",
            Title = "Promise jobs are FIFO",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text = "Promise jobs MUST run in the order they were enqueued; reactions of one promise run in registration order.",
            Trigger = "A promise job begins that was queued together with others.",
            Sources = ["ECMA-262, sec-hostenqueuepromisejob", "test262 built-ins/Promise/prototype/then/S25.4.4_A1.1_T1.js"],
            Litmus = ["eager-02-nested-calls-run-inline", "micro-02-jobs-are-first-in-first-out"],
            Mutants = ["newest-microtask-first"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (check.Order is not (JobOrder.InOrder or JobOrder.Overtook) || !check.Contested)
            return;
        if (check.Order == JobOrder.InOrder || Nature(in check) == JobNature.Plain)
            Trigger();
        if (check.Order == JobOrder.Overtook && Nature(in check) == JobNature.Plain)
            Fail(
                at,
                $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected promise jobs to run first in, first out."
            );
    }
}

internal sealed class AwaitCostsOneHop : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-03",
            Title = "await costs exactly one hop",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "await of a native promise already settled, or of a non-thenable value, MUST resume after exactly one microtask hop (never zero, never three).",
            Trigger = "An await of something settled goes on while other code could have shown another number of hops.",
            Sources =
            [
                "Article 1: \"the result is returned almost instantly\"",
                "ECMA-262, await",
                "ECMA-262, sec-promise-resolve",
                "test262 language/expressions/await/async-await-interleaved.js",
            ],
            Litmus = ["article-1-promise-sample", "micro-03-await-costs-one-hop", "rtc-03-await-always-suspends"],
            Mutants = ["await-wraps"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (!check.Contested || Nature(in check) != JobNature.SettledAwait)
            return;
        Trigger();
        switch (check.Order)
        {
            case JobOrder.Inline:
                Fail(at, $"{Subject(check.Job)} ran without a hop; expected exactly one hop, for what it awaits was settled.");
                break;
            case JobOrder.Overtook when Order.Job(check.Job).Nature == JobNature.SettledAwait:
                Fail(
                    at,
                    $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected exactly one hop."
                );
                break;
            case JobOrder.Overtook:
                Fail(
                    at,
                    $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected that await to take exactly one hop."
                );
                break;
        }
    }
}

internal sealed class AdoptionCosts : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-04",
            Title = "Adoption costs",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "Resolving a promise with a native promise (executor, then-callback return, async-function return) costs 2 extra hops "
                + "(async return of a settled promise: reaction at hop 3, of a value: hop 1); await of a foreign thenable costs 2 hops, its then being called in the first.",
            Trigger = "A job that waited for a promise resolved with another promise begins near other jobs.",
            Sources =
            [
                "ECMA-262, sec-promise-resolve-functions",
                "ECMA-262, sec-newpromiseresolvethenablejob",
                "test262 built-ins/Promise/race/resolved-sequence-extra-ticks.js",
            ],
            Litmus =
            [
                "micro-04-adoption-costs-two-hops",
                "micro-04-resolving-with-a-promise",
                "micro-04-adoption-takes-its-place-a-hop-later",
            ],
            Mutants = ["free-adoption"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (check.Order == JobOrder.TooEarly && Index.Kind(Order.Job(check.Job).Source) != ComputationKind.Finally)
        {
            Trigger();
            var why = Order.Adopted(check.Job) is >= 0 and var followed
                ? $"its promise was resolved with {Quote(followed)}; expected 2 extra hops for the adoption"
                : "the outcome that it was told passes through a reaction; expected a hop for that";
            Fail(at, $"{Subject(check.Job)} ran too early: {why}.");
        }
        else if (check.Contested && check.Order is (JobOrder.InOrder or JobOrder.Overtook) && Nature(in check) == JobNature.Adoption)
        {
            Trigger();
            if (check.Order == JobOrder.Overtook)
                Fail(
                    at,
                    $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected exactly 2 extra hops for the adoption."
                );
        }
    }
}

internal sealed class MicrotasksDrain : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-05",
            Title = "Microtasks drain to exhaustion",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "The microtask (and tick) queues MUST be drained completely, including jobs enqueued while draining, before any timer, immediate or "
                + "I/O callback runs; an endless chain starves them.",
            Trigger = "A timer, an immediate or an answer of the pool is served after promise jobs ran.",
            Sources =
            [
                "Node.js documentation, the event loop",
                "HTML, perform a microtask checkpoint",
                "Node.js test/parallel/test-microtask-queue-run-immediate.js",
            ],
            Litmus = ["micro-05-due-timers-wait-for-the-drain", "micro-05-microtasks-drain-to-exhaustion"],
            Mutants = ["partial-drain"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (check.Order is not (JobOrder.Drained or JobOrder.Undrained) || !check.Contested)
            return;
        Trigger();
        if (check.Order == JobOrder.Undrained)
            Fail(
                at,
                $"{Quote(item.Computation)} was served by the event loop while {Order.DescribeLeft(check.Other)} was still queued; expected the microtask queue to be empty first."
            );
    }
}
