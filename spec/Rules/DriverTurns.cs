using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SCHED-08: timers are served though the queue of ready tasks is never empty.</summary>
internal sealed class DriverTurns : Rule
{
    /// <summary>Tokio's default event interval.</summary>
    private const int Interval = 61;

    // How many polls count as load.
    private const int Often = 30;
    private readonly List<int> sleeping = [];
    private readonly List<int> served = [];
    private int[] polls = [];
    private int[] busy = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SCHED-08",
            Observed = true,
            Title = "Driver and root are serviced under load",
            Family = Family.Lazy,
            Chapter = Scheduling.Chapter,
            Text =
                "Timers/I/O and the block_on root MUST be serviced at least every event_interval (61) task polls even if the run queue never empties. "
                + "The interval is Tokio's: checked in the natural order of one worker only; a task that a timer wakes waits for one interval more.",
            Trigger =
                "In the natural order of one worker, a task is polled 30 times while another one's sleep is over, or at the time at which that one went on.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.event_interval",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (io_driver_called_when_under_load)",
            ],
            Litmus = ["sched-08-timers-are-served-under-load"],
            Mutants = ["driver-turns-when-idle-only"],
        };

    public override bool Concerns(Code code) => code.Has(ComputationKind.Probe) && code.Has(ComputationKind.Handle);

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Awaiting, EventKind.Resumed, EventKind.Completed, EventKind.Cancelled, EventKind.PollBegin];

    public override bool AppliesTo(RuntimeDescription runtime) =>
        runtime.Workers == 1 && runtime.Clock == ClockKind.Virtual && base.AppliesTo(runtime);

    protected override void OnBegin()
    {
        sleeping.Clear();
        served.Clear();
        Questions.Reset(ref polls, Index.Code.Computations.Length, 0);
        Questions.Reset(ref busy, Index.Code.Computations.Length, -1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (!Index.Trace.Natural)
            return;
        if (item.Kind == EventKind.PollBegin)
            Polls(in item, at);
        else if (item.Kind == EventKind.Awaiting && IsSleep(Index.Statement(in item)) && Index.Code.Tasks[item.Computation] > 0)
            Sleeps(item.Computation, at);
        else if (sleeping.Count > 0 && Index.Get<Waits>().BeginOf(at) is >= 0 and var begin && sleeping.Remove(begin))
            served.Add(at);
    }

    private void Sleeps(int body, int at)
    {
        busy[body] = -1;
        for (var i = served.Count - 1; i >= 0; i--)
        {
            if (Index.Trace[served[i]].Computation == body)
                served.RemoveAt(i);
        }

        sleeping.Add(at);
    }

    private bool IsSleep(Instruction? wait) =>
        wait is { Op: Op.Sleep } || (wait is { Op: Op.Await } && Index.Kind(wait.Target) == ComputationKind.Sleep);

    // The polls of one task count: another's could belong to the same round.
    private void Polls(in Event item, int at)
    {
        var task = Index.Code.Tasks[item.Subject];
        if (sleeping.Count + served.Count == 0 || task <= 0 || !Index.Get<Ownership>().IsChained(item.Subject))
            return;
        Loads(task, in item);
        for (var i = sleeping.Count - 1; i >= 0; i--)
        {
            ref readonly var wait = ref Index.Trace[sleeping[i]];
            if (Due(in wait) > item.Time || !Index.Get<Ownership>().IsChained(wait.Computation))
                continue;
            if (busy[wait.Computation] < 0)
                (busy[wait.Computation], polls[wait.Computation]) = (task, 0);
            if (busy[wait.Computation] != task)
                continue;
            var count = ++polls[wait.Computation];
            if (count == Often)
                Trigger();
            if (count <= 2 * Interval)
                continue;
            Fail(
                at,
                $"{Quote(task)} was polled {count} times while the sleep of {Quote(wait.Computation)} was over; expected timers to be served every {Interval} polls."
            );
            sleeping.RemoveAt(i);
        }
    }

    // Who is served at once was served under load all the same: the queue of ready tasks did not run empty.
    private void Loads(int task, in Event item)
    {
        for (var i = served.Count - 1; i >= 0; i--)
        {
            ref readonly var end = ref Index.Trace[served[i]];
            if (end.Time != item.Time)
            {
                served.RemoveAt(i);
                continue;
            }

            if (busy[end.Computation] < 0)
                (busy[end.Computation], polls[end.Computation]) = (task, 0);
            if (busy[end.Computation] == task && ++polls[end.Computation] == Often)
                Trigger();
        }
    }

    private long Due(in Event wait)
    {
        var statement = Index.Statement(in wait)!;
        return statement.Op == Op.Sleep
            ? wait.Time + statement.Number
            : Index.Trace[Index.First(EventKind.Creating, statement.Target)].Time + Index.Code.Computations[statement.Target].Duration;
    }
}
