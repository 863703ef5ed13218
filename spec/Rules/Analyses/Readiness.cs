using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// When a task certainly became ready to be polled, and when it was polled: it was spawned, its probe was woken, or what it awaits
/// ended. Only tasks that wait for one thing at a time: in a join another child may show the poll.
/// </summary>
internal sealed class Readiness : Analysis
{
    private ReadyTask[] items = new ReadyTask[16];
    private int[] waiter = [];
    private int[] open = [];
    private bool[] pending = [];
    private bool[] woken = [];
    private bool[] mayBeQueued = [];
    private TraceIndex index = null!;
    private Ownership ownership = null!;

    /// <summary>How often a task became ready.</summary>
    public int Count { get; private set; }

    /// <summary>One of those times, in their order.</summary>
    public ref readonly ReadyTask this[int number] => ref items[number];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        this.index = index;
        ownership = index.Get<Ownership>();
        Count = 0;
        var count = index.Code.Computations.Length;
        Questions.Reset(ref waiter, count, -1);
        Questions.Reset(ref open, count, -1);
        Questions.Reset(ref pending, count, false);
        Questions.Reset(ref woken, count, false);
        Questions.Reset(ref mayBeQueued, count, false);
        var events = index.Trace.Events;
        for (var at = 0; at < events.Length; at++)
            Follow(in events[at], at);
    }

    private void Follow(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Creating when index.Kind(item.Subject) == ComputationKind.Handle:
                Spawned(item.Subject, at);
                break;
            case EventKind.Awaiting when index.Statement(in item) is { Op: Op.Await }:
                waiter[item.Subject] = item.Computation;
                break;
            case EventKind.Started:
                Polled(item.Computation, at);
                break;
            case EventKind.Resumed:
                Polled(item.Computation, at);
                if (item.Subject >= 0)
                    waiter[item.Subject] = -1;
                LeavesWakes(in item);
                break;
            case EventKind.PollBegin:
                Polled(item.Subject, at);
                (pending[item.Subject], woken[item.Subject]) = (false, false);
                break;
            case EventKind.PollEnd:
                pending[item.Subject] = item.Outcome == Outcome.Pending;
                // A wake during the poll counts when the poll has returned.
                if (pending[item.Subject] && woken[item.Subject])
                    Ready(TaskOf(item.Subject), at, isRemote: false);
                break;
            case EventKind.Waking:
                woken[item.Subject] = true;
                if (pending[item.Subject])
                    Ready(TaskOf(item.Subject), at, isRemote: false);
                break;
            case EventKind.Completed:
                Ended(item.Computation, at);
                break;
            case EventKind.Aborting when open[item.Subject] >= 0:
                items[open[item.Subject]].IsVoid = true;
                open[item.Subject] = -1;
                break;
        }
    }

    // A branch may have woken the task in the poll that ended the wait, as a shared future does when it ends: the task is ready since then.
    private void LeavesWakes(in Event item)
    {
        var isPlain =
            index.Statement(in item) is not { } wait
            || (
                wait.Op is not (Op.Combine or Op.Timeout or Op.Next)
                && (wait.Target < 0 || index.Kind(wait.Target) != ComputationKind.Shared)
            );
        if (!isPlain && index.Code.Tasks[item.Computation] is >= 0 and var task)
            mayBeQueued[task] = true;
    }

    private void Spawned(int handle, int at)
    {
        var body = index.Code.Computations[handle].Subject;
        if (index.ShowsStart(body) && index.StartOf(body) is var start && (start < 0 || start > at))
            Ready(handle, at, isRemote: false);
    }

    private void Ended(int body, int at)
    {
        var isJob = index.Kind(body) == ComputationKind.Blocking;
        var ended = isJob ? body : ownership.HandleOf(body);
        if (ended >= 0 && waiter[ended] >= 0 && ownership.IsChained(waiter[ended]))
            Ready(index.Code.Tasks[waiter[ended]], at, isRemote: isJob);
    }

    /// <summary>The task that waits for nothing but this probe, or -1.</summary>
    private int TaskOf(int probe)
    {
        // A probe that is lent first and spawned later is polled by the borrower until then.
        if (waiter[probe] < 0)
            return ownership.HandleOf(probe);
        return ownership.IsChained(waiter[probe]) ? index.Code.Tasks[waiter[probe]] : -1;
    }

    private void Ready(int task, int at, bool isRemote)
    {
        // What aborts a member of a join set does not always show: its set goes with the body that made it.
        if (
            task < 0
            || open[task] >= 0
            || index.Kind(task) == ComputationKind.Member
            || index.Before(EventKind.Aborting, task, at)
            || !index.IsBeforeEnd(at)
        )
            return;
        if (Count == items.Length)
            Array.Resize(ref items, Count * 2);
        open[task] = Count;
        items[Count++] = new ReadyTask
        {
            Task = task,
            At = at,
            IsRemote = isRemote,
            MayBeQueued = mayBeQueued[task],
            Polled = -1,
        };
    }

    private void Polled(int body, int at)
    {
        var task = index.Code.Tasks[body];
        if (task < 0 || open[task] < 0)
            return;
        items[open[task]].Polled = at;
        open[task] = -1;
        mayBeQueued[task] = false;
    }

    /// <summary>A task that is ready.</summary>
    internal struct ReadyTask
    {
        /// <summary>The handle of the task; 0 for the root.</summary>
        public int Task;

        /// <summary>The event that made it ready.</summary>
        public int At;

        /// <summary>The event that shows its next poll, or -1.</summary>
        public int Polled;

        /// <summary>Whether a thread that polls no tasks made it ready.</summary>
        public bool IsRemote;

        /// <summary>Whether it was aborted before it was polled.</summary>
        public bool IsVoid;

        /// <summary>Whether something that does not show may have made it ready before.</summary>
        public bool MayBeQueued;

        /// <summary>Whether this event certainly put it into the queue that the threads which poll tasks fill themselves.</summary>
        public readonly bool IsQueued => Task > 0 && !IsRemote && !IsVoid && !MayBeQueued;

        /// <summary>Whether it was ready and not polled yet at this event.</summary>
        public readonly bool IsOpenAt(int moment) => At < moment && (Polled < 0 || Polled > moment);
    }
}
