using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Run to completion: on one thread nothing interrupts a piece of user code, and all that is due waits for its end.</summary>
internal static class RunToCompletion
{
    internal const string Chapter = "Run to completion";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [new OneAtATime(), new ProcessorWorkDelays(), new AwaitAlwaysSuspends(), new NestedDriving()];
}

internal sealed class OneAtATime : Rule
{
    private int computing;
    private int waiting;
    private bool reported;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "RTC-01",
            Title = "Run to completion on one thread",
            Family = Family.Both,
            Chapter = RunToCompletion.Chapter,
            Text =
                "At most one piece of user code runs at a time on a loop or current-thread executor; no continuation, listener job or callback runs inside a "
                + "synchronous section; multi-step operations advance at most their first step during it.",
            Trigger = "A computation holds the thread while others wait to run.",
            Sources =
            [
                "Article 2: \"JavaScript code execution is confined to one thread\"",
                "ECMA-262, sec-jobs",
                "tokio documentation, runtime::Builder::new_current_thread",
            ],
            Litmus =
            [
                "article-1-fetch-before-cpu",
                "article-2-busy-callback",
                "rtc-01-run-to-completion",
                "join-03-a-busy-child-stalls-its-siblings",
                "rtc-01-one-task-at-a-time",
                "rtc-02-a-busy-task-delays-the-others",
            ],
            Mutants = ["timers-preempt", "tasks-interrupt-polls"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Completed,
            EventKind.Log,
            EventKind.Creating,
            EventKind.Created,
            EventKind.Awaiting,
            EventKind.Resumed,
            EventKind.ComputeBegin,
            EventKind.ComputeEnd,
            EventKind.PollBegin,
        ];

    public override bool Concerns(Code code) => code.Program.Dialect == Dialect.Eager || code.Has(Op.Compute);

    public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers == 1;

    protected override void OnBegin() => (computing, waiting, reported) = (-1, 0, false);

    protected override void OnEvent(in Event item, int at)
    {
        if (Index.IsOffExecutor(item.Computation))
            return;
        if (computing >= 0 && item.Computation != computing)
            Report(
                at,
                $"{Quote(item.Computation)} ran while {Quote(computing)} was computing; expected it to wait until {Quote(computing)} gives up the thread."
            );
        switch (item.Kind)
        {
            case EventKind.ComputeBegin:
                computing = item.Computation;
                if (waiting > 0)
                    Trigger();
                break;
            case EventKind.ComputeEnd:
                computing = -1;
                break;
            case EventKind.Awaiting:
                waiting++;
                break;
            case EventKind.Creating
                when Index.Code.Computations[item.Subject].Kind
                    is (>= ComputationKind.Microtask and <= ComputationKind.Timer)
                        or ComputationKind.Handle:
                waiting++;
                break;
            case EventKind.Resumed:
                waiting--;
                Interrupts(in item, at);
                break;
            case EventKind.Started
                when Index.Code.Computations[item.Computation].Kind is >= ComputationKind.Microtask and <= ComputationKind.Timer:
                waiting--;
                Interrupts(in item, at);
                break;
        }
    }

    private void Interrupts(in Event item, int at)
    {
        if (Index.Trace.Runtime.Family != Dialect.Eager || reported)
            return;
        var busy = Index.Get<Turns>().Interrupted(at);
        // A body that goes on inside its own turn was not interrupted: RTC-03 speaks about it.
        if (busy < 0 || (item.Kind == EventKind.Resumed && Index.Get<MicrotaskOrder>()[at].Order == JobOrder.Inline))
            return;
        Trigger();
        Report(
            at,
            $"{Quote(item.Computation)} ran while {Quote(busy)} still held the thread; expected it to wait until {Quote(busy)} gives up the thread."
        );
    }

    private void Report(int at, string message)
    {
        if (!reported)
            Fail(at, message);
        reported = true;
    }
}

internal sealed class ProcessorWorkDelays : Rule
{
    private readonly PriorityQueue<int, long> sleepers = new();
    private int section;
    private int computing;
    private long begun;
    private long ended;
    private bool reported;
    private long[] deadlines = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "RTC-02",
            Title = "CPU work delays everything on its thread",
            Family = Family.Both,
            Chapter = RunToCompletion.Chapter,
            Text =
                "A synchronous section of length c MUST delay all due timers, I/O and jobs of that loop to its end, after which they run in their normal order; "
                + "wrapping it in a promise changes nothing. That order is LOOP-05 where a loop is late; of late sleeps on one thread of the lazy family it is "
                + "that of their deadlines, checked in the natural order only.",
            Trigger = "A timer falls due while a computation holds the thread, and is served.",
            Sources =
            [
                "Article 1: \"the event loop is blocked\"",
                "Article 2: \"A long-running synchronous operation in a callback will block the event loop\"",
                "Node.js guide, Don't block the event loop",
                "tokio documentation, CPU-bound tasks and blocking code",
            ],
            Litmus =
            [
                "article-1-fetch-before-cpu",
                "article-1-heavy-executor",
                "article-2-busy-callback",
                "micro-05-due-timers-wait-for-the-drain",
                "rtc-02-cpu-work-delays-timers",
                "rtc-02-a-busy-task-delays-the-others",
                "rtc-02-late-timers-keep-their-order",
            ],
            Mutants = ["timers-on-another-thread", "timers-interrupt-polls", "late-timers-last-first"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Started, EventKind.Creating, EventKind.Awaiting, EventKind.Resumed, EventKind.ComputeBegin, EventKind.ComputeEnd];

    public override bool Concerns(Code code) => code.Has(Op.Compute);

    /// <summary>On a paused clock computing takes no time, so nothing falls due meanwhile.</summary>
    public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers == 1 && runtime.Clock != ClockKind.Paused;

    protected override void OnBegin()
    {
        (section, computing, begun, ended, reported) = (-1, -1, -1, -1, false);
        sleepers.Clear();
        var size = Index.Code.Computations.Length + Index.Code.Instructions.Length;
        if (deadlines.Length < size)
            deadlines = new long[size * 2];
        deadlines.AsSpan().Fill(-1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (Index.IsOffExecutor(item.Computation))
            return;
        if (Index.Trace is { Natural: true, Runtime: { Family: Dialect.Lazy, Clock: ClockKind.Virtual } })
            Order(in item, at);
        switch (item.Kind)
        {
            case EventKind.ComputeBegin:
                // Sections that follow each other at once delay like one.
                (begun, section) = item.Time == ended ? (begun, section) : (item.Time, at);
                computing = item.Computation;
                break;
            case EventKind.ComputeEnd:
                ended = item.Time;
                computing = -1;
                break;
            case EventKind.Creating when Index.Code.Computations[item.Subject].Kind is ComputationKind.Sleep or ComputationKind.Timer:
                deadlines[item.Subject] = item.Time + Index.Code.Computations[item.Subject].Duration;
                break;
            case EventKind.Awaiting when item.Site >= 0 && Index.Code.Instructions[item.Site] is { Op: Op.Sleep } sleep:
                deadlines[Index.Code.Computations.Length + item.Site] = item.Time + sleep.Number;
                break;
            default:
                Serve(in item, at, Deadline(in item));
                break;
        }
    }

    // What fell due meanwhile is woken at once afterwards, in the order of the deadlines, and tasks are first in, first out. LOOP-05 has
    // the order of a loop that is late.
    private void Order(in Event item, int at)
    {
        var (deadlines, waits, plain) = (Index.Get<Deadlines>(), Index.Get<Waits>(), Index.Get<PlainSleepers>());
        if (item.Kind == EventKind.Awaiting && plain.Has(item.Computation) && deadlines.Of(at) is not Deadlines.None and var until)
            sleepers.Enqueue(at, until);
        if (item.Kind != EventKind.Resumed || waits.BeginOf(at) is not (>= 0 and var begin) || !plain.Has(item.Computation))
            return;
        while (sleepers.TryPeek(out var wait, out _) && waits.EndOf(wait) is >= 0 and var end && end <= at)
            sleepers.Dequeue();
        var due = deadlines.Of(begin);
        if (begin > section || due <= begun || due > ended || !sleepers.TryPeek(out var first, out var earliest))
            return;
        if (first < section && earliest < due)
            Fail(
                at,
                $"{Quote(item.Computation)}, due at {due}, went on before {Quote(Index.Trace[first].Computation)}, due at {earliest}, both of them late; expected the order of their deadlines."
            );
    }

    private long Deadline(in Event item)
    {
        if (item.Kind == EventKind.Started)
            return deadlines[item.Computation];
        if (item.Kind != EventKind.Resumed || item.Site < 0)
            return -1;
        var instruction = Index.Code.Instructions[item.Site];
        return instruction.Op switch
        {
            Op.Sleep => deadlines[Index.Code.Computations.Length + item.Site],
            Op.Await => deadlines[instruction.Target],
            _ => -1,
        };
    }

    private void Serve(in Event item, int at, long deadline)
    {
        if (deadline < 0 || reported)
            return;
        if (computing >= 0)
        {
            Trigger();
            reported = true;
            Fail(
                at,
                $"{Quote(item.Computation)} was served at {item.Time} while {Quote(computing)} was computing; expected its timer, due at {deadline}, to wait for the end of that."
            );
        }
        else if (begun >= 0 && begun < deadline && deadline < ended)
        {
            Trigger();
        }
    }
}

internal sealed class AwaitAlwaysSuspends : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "RTC-03",
            Title = "await always suspends",
            Family = Family.Eager,
            Chapter = RunToCompletion.Chapter,
            Text =
                "In the eager family every await MUST suspend, even on a settled value: N workers awaiting settled values interleave round-robin.",
            Trigger = "An await of something settled goes on after code that was waiting for the thread.",
            Sources =
            [
                "Article 1: \"the result is returned almost instantly\"",
                "Article 2: \"await points are where execution can yield control back to the runtime\"",
                "ECMA-262, await",
            ],
            Litmus = ["article-1-promise-sample", "rtc-03-await-always-suspends"],
            Mutants = ["settled-await-continues"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        ref readonly var check = ref Order[at];
        if (check.Job < 0 || !check.Contested || item.Kind != EventKind.Resumed)
            return;
        ref readonly var job = ref Order.Job(check.Job);
        if (job.Nature != JobNature.SettledAwait)
            return;
        var early =
            check.Order == JobOrder.Inline || (check.Order == JobOrder.Overtook && Order.Job(check.Other).Nature != JobNature.SettledAwait);
        if (early || job.Behind || at > job.At + 1)
            Trigger();
        if (check.Order == JobOrder.Inline)
            Fail(
                at,
                $"{Subject(check.Job)} ran without giving up the thread to {Quote(Index.Get<Turns>().Interrupted(at))}; expected every await to suspend."
            );
        else if (early)
            Fail(
                at,
                $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was waiting already; expected every await to suspend."
            );
    }
}
