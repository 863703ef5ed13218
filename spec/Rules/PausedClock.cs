using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>TIME-05: what moves a clock that is paused.</summary>
internal sealed class PausedClock : Rule
{
    // Tokio's timers are rounded up to whole ticks.
    private const long Slack = 1;
    private static readonly EventKind[] All = Enum.GetValues<EventKind>();
    private readonly PriorityQueue<int, (long Due, int At)> pending = new();
    private bool[] underWay = [];
    private int jobs;
    private int advancing;
    private long latest;
    private bool elsewhere;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "TIME-05",
            Title = "Paused clock",
            Family = Family.Lazy,
            Chapter = Time.Chapter,
            Text =
                "With time paused the clock MUST move only by advance() or by auto-advance: when no task is runnable and no spawn_blocking closure is outstanding "
                + "it jumps exactly to the next timer. CPU time and blocking closures do not move it; advance() past several deadlines wakes them in deadline order, all seeing the final time; "
                + "only current_thread may pause. The order of what is woken together is checked in the natural order only.",
            Trigger = "On a paused clock, the clock is advanced or moves by itself, or a task computes.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/time/fn.pause.html",
                "https://docs.rs/tokio/latest/tokio/time/fn.advance.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_blocking.rs (blocking_when_paused)",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/time_pause.rs",
            ],
            Litmus =
            [
                "time-05-advance-moves-the-clock-by-exactly-that",
                "time-05-advance-wakes-in-the-order-of-the-deadlines",
                "time-05-a-job-holds-the-paused-clock",
                "time-05-computing-takes-no-paused-time",
            ],
            Mutants = ["advance-stops-at-the-next-timer", "computing-moves-a-paused-clock", "paused-clock-ignores-jobs"],
        };

    public override ReadOnlySpan<EventKind> Wants => All;

    public override bool AppliesTo(RuntimeDescription runtime) => runtime.Clock == ClockKind.Paused && base.AppliesTo(runtime);

    protected override void OnBegin()
    {
        pending.Clear();
        Questions.Reset(ref underWay, Index.Code.Computations.Length, false);
        jobs = 0;
        advancing = -1;
        latest = 0;
        elsewhere = false;
    }

    protected override void OnEvent(in Event item, int at)
    {
        // What advances the clock on another thread does so at any moment of this one.
        elsewhere |= item.Thread != 0 && Index.MovesClock(in item);
        if (elsewhere)
            return;
        Moves(in item, at);
        Follow(in item, at);
        latest = item.Time;
    }

    private void Moves(in Event item, int at)
    {
        if (advancing >= 0)
        {
            if (item.Thread == 0)
                Advanced(in Index.Trace[advancing], in item, at);
        }
        else if (item.Kind == EventKind.ComputeEnd && !Index.Code.Computations[item.Computation].IsOffLoop)
        {
            Trigger();
            if (item.Time > latest)
                Fail(
                    at,
                    $"{Quote(item.Computation)} computed, and the clock moved from {latest} to {item.Time}; expected CPU time not to move it."
                );
        }
        else if (item.Time > latest)
        {
            Trigger();
            Jumped(item.Time, at);
        }
    }

    private void Advanced(in Event advance, in Event item, int at)
    {
        Trigger();
        var amount = Index.Statement(in advance)!.Number;
        if (item.Time != advance.Time + amount)
            Fail(
                at,
                $"{Quote(advance.Computation)} advanced the clock by {amount} at {advance.Time}, and then it was {item.Time}; expected exactly {advance.Time + amount}."
            );
        advancing = -1;
    }

    private void Jumped(long time, int at)
    {
        if (jobs > 0)
        {
            var job = Array.IndexOf(underWay, value: true);
            Fail(at, $"The clock moved from {latest} to {time} while the job {Quote(job)} was under way; expected it to stand still.");
        }
        else if (Earliest(at) is >= 0 and var wait && Index.Get<Deadlines>().Of(wait) is var due && due + Slack < time)
        {
            Fail(
                at,
                $"The clock moved from {latest} to {time}, past the sleep of {Quote(Index.Trace[wait].Computation)}, due at {due}; expected it to stop at the next deadline."
            );
        }
    }

    private void Follow(in Event item, int at)
    {
        switch (item.Kind)
        {
            // From its submission on, when it is not aborted before it begins.
            case EventKind.Creating when IsJob(item.Subject) && Index.First(EventKind.Started, item.Subject) >= 0:
                underWay[item.Subject] = true;
                jobs++;
                break;
            case EventKind.Completed when IsJob(item.Computation) && underWay[item.Computation]:
                underWay[item.Computation] = false;
                jobs--;
                break;
            case EventKind.Awaiting when Index.MovesClock(in item):
                advancing = at;
                break;
            case EventKind.Awaiting when Index.Get<Deadlines>().Of(at) is not Deadlines.None and var due && IsAlone(item.Computation):
                pending.Enqueue(at, (due, at));
                break;
            case EventKind.Resumed when Index.Get<Waits>().BeginOf(at) is >= 0 and var begin && IsAlone(item.Computation):
                Fires(begin, at);
                break;
        }
    }

    private void Fires(int begin, int at)
    {
        var due = Index.Get<Deadlines>().Of(begin);
        if (
            due == Deadlines.None
            || !Index.Trace.Natural
            || Index.Code.Tasks[Index.Trace[at].Computation] <= 0
            || Earliest(at) is not (>= 0 and var first)
        )
            return;
        if (
            Index.Code.Tasks[Index.Trace[first].Computation] > 0
            && Index.Get<Deadlines>().Of(first) is var earlier
            && earlier + Slack < due
        )
            Fail(
                at,
                $"The sleep of {Quote(Index.Trace[at].Computation)}, due at {due}, was over before that of {Quote(Index.Trace[first].Computation)}, due at {earlier}; expected the order of the deadlines."
            );
    }

    /// <summary>The wait that is due first of those that have not ended by now, or -1.</summary>
    private int Earliest(int at)
    {
        while (pending.TryPeek(out var wait, out _))
        {
            if (Index.Get<Waits>().EndOf(wait) is not (>= 0 and var end) || end > at)
                return wait;
            pending.Dequeue();
        }

        return -1;
    }

    // A sleep whose waker is its task's, and nobody else's.
    private bool IsAlone(int body) => Index.Code.Tasks[body] >= 0 && Index.Get<Ownership>().IsChained(body);

    private bool IsJob(int computation) => Index.Kind(computation) == ComputationKind.Blocking;
}
