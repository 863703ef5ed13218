using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>The phases of the event loop, and what runs between its callbacks.</summary>
internal static class EventLoopPhases
{
    internal const string Chapter = "Event loop phases";
    internal const string LoopGuide = "Node.js documentation, the event loop";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new TicksBeforeJobs(),
            new ModuleMain(),
            new DrainBetweenCallbacks(),
            new TimerMinimum(),
            new TimersInOrder(),
            new PhaseCycle(),
            new ClearedNeverFires(),
        ];
}

internal sealed class TicksBeforeJobs : JobOrderRule
{
    private int lastTick;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-01",
            Title = "nextTick before microtasks",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "After each host callback (and the CommonJS main script) the whole nextTick queue MUST run before the promise queue, repeating until both "
                + "are empty; a tick queued by a microtask runs after that microtask drain.",
            Trigger = "A promise job begins that was queued when the ticks before it began, or a tick begins after promise jobs ran.",
            Sources =
            [
                "Node.js doc/api/process.md, process.nextTick",
                "Node.js test/parallel/test-next-tick-ordering.js",
                "Node.js test/parallel/test-timers-next-tick.js",
            ],
            Litmus = ["next-tick-runs-before-microtasks", "loop-01-ticks-and-microtasks-alternate"],
            Mutants = ["ticks-among-microtasks"],
        };

    protected override void OnBegin()
    {
        base.OnBegin();
        lastTick = -1;
    }

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        switch (check.Order)
        {
            case JobOrder.BeforeTick:
                Trigger();
                Fail(
                    at,
                    $"{Subject(check.Job)} ran before {Order.DescribeTick()}; expected the whole next-tick queue to run before the promise jobs."
                );
                break;
            case JobOrder.TickBetween:
                Trigger();
                Fail(
                    at,
                    $"The next-tick {Quote(item.Computation)} ran before {Order.Describe(check.Other)}; expected all promise jobs to run first, for a drain of them had begun."
                );
                break;
            case JobOrder.TickAfter:
                Trigger();
                break;
            case JobOrder.InOrder when Order.Job(check.Job).At < lastTick:
                Trigger();
                break;
        }

        if (item.Kind == EventKind.Started && Index.Kind(item.Computation) == ComputationKind.NextTick)
            lastTick = at;
        else if (check.Order != JobOrder.Unknown)
            lastTick = -1;
    }
}

internal sealed class DrainBetweenCallbacks : JobOrderRule
{
    private int previous;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-03",
            Title = "Queues are drained between individual callbacks",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "Between any two timer callbacks and any two immediate callbacks of the same phase the tick and microtask queues MUST be drained (Node.js 11 "
                + "and later). Exception observed: after an uncaught exception that a listener took the next due timer runs before the thrower's microtasks.",
            Trigger = "A timer or immediate begins after promise jobs that ran since the timer or immediate before it.",
            Sources =
            [
                Articles.TokioAndNode("a callback function is placed onto the event loop's queue"),
                "Node.js lib/internal/timers.js, runNextTicks",
                "Node.js test/parallel/test-microtask-queue-run-immediate.js",
            ],
            Litmus = ["queues-drain-between-callbacks", "loop-03-queues-drain-between-immediates"],
            Mutants = ["drains-once-a-phase"],
        };

    protected override void OnBegin()
    {
        base.OnBegin();
        previous = -1;
    }

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started];

    protected override void OnEvent(in Event item, int at)
    {
        var kind = Index.Kind(item.Computation);
        if (kind is not (ComputationKind.Timer or ComputationKind.Immediate))
            return;
        ref readonly var check = ref Order[at];
        if (check.Contested && previous >= 0 && Index.Kind(previous) == kind)
        {
            Trigger();
            if (check.Order == JobOrder.Undrained)
                Fail(
                    at,
                    $"{Quote(item.Computation)} began after {Quote(previous)} while {Order.DescribeLeft(check.Other)} was still queued; expected the queues to be drained between callbacks."
                );
        }

        previous = item.Computation;
    }
}
