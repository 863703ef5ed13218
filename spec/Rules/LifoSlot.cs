using System.Runtime.InteropServices;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SCHED-02: what a worker's task spawned last runs next on that worker.</summary>
internal sealed class LifoSlot : Rule
{
    private const int Nobody = -1;
    private const int Unknown = -2;

    /// <summary>After so many polls out of the slot in a row a runtime may look at its queue first.</summary>
    private const int MostInARow = 3;

    private Lane[] lanes = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SCHED-02",
            Title = "LIFO slot (several workers)",
            Family = Family.Lazy,
            Chapter = Scheduling.Chapter,
            Text =
                "A task woken or spawned from a worker goes to that worker's one-entry LIFO slot, displacing the previous occupant to the back of the run queue; "
                + "the slot runs next, but for at most 3 times in a row. Observed behaviour, not a promise: checked of spawned tasks.",
            Trigger = "A worker polls another task after one that spawned a task.",
            Sources =
            [
                Articles.TokioAndNode("each thread has its own queue"),
                Scheduling.RuntimeDocs + "#multi-threaded-runtime-behavior-at-the-time-of-writing",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/scheduler/multi_thread/worker.rs (schedule_local)",
            ],
            Litmus = ["sched-02-the-last-spawned-runs-next"],
            Mutants = ["workers-without-slot"],
        };

    // A poll whose budget is used up leaves the slot to the queue; who blocks in place leaves it to another thread.
    public override bool Concerns(Code code) =>
        code.Has(ComputationKind.Handle)
        && !code.Has(Op.EnterInPlace)
        && !Array.Exists(code.Computations, computation => computation.Cycles > 0);

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Completed,
            EventKind.Cancelled,
            EventKind.Creating,
            EventKind.Resumed,
            EventKind.Awaiting,
            EventKind.Aborting,
            EventKind.PollBegin,
            EventKind.Waking,
            EventKind.Dropping,
            EventKind.Releasing,
            EventKind.Notifying,
            EventKind.PollEnd,
        ];

    public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers > 1 && base.AppliesTo(runtime);

    protected override void OnBegin() => lanes.AsSpan().Fill(new Lane { Task = Nobody, Slot = Nobody });

    protected override void OnEvent(in Event item, int at)
    {
        // The root is polled elsewhere, jobs run elsewhere, and the shutdown drops tasks on any thread.
        if (item.Thread == 0 || Index.Kind(item.Computation) == ComputationKind.Blocking || !Index.IsBeforeEnd(at))
            return;
        if (item.Thread >= lanes.Length)
            Grow(item.Thread);
        ref var lane = ref lanes[item.Thread];
        var task = Index.Code.Tasks[item.Computation];
        if (task < 0)
            lane.Slot = Unknown;
        else if (task != lane.Task)
            Polls(ref lane, task, in item, at);
        else if (item.Kind == EventKind.Resumed)
            lane.InARow++;
        if (task >= 0)
            Follow(ref lane, in item, at);
    }

    private void Polls(ref Lane lane, int task, in Event item, int at)
    {
        if (lane.Slot >= 0 && lane.InARow < MostInARow && IsOpen(lane.Slot, at))
        {
            Trigger();
            if (lane.Slot != task)
                Fail(
                    at,
                    $"{Quote(task)} was polled on thread {item.Thread} before {Quote(lane.Slot)}, which the task before it had spawned last; expected what a worker's task made ready last to run next there."
                );
        }

        // What a timer wakes on this worker stands in the slot too; what begins, and was not spawned last, comes from the queue.
        lane.InARow = lane.Slot == Nobody && item.Kind == EventKind.Started ? 0 : lane.InARow + 1;
        (lane.Task, lane.Slot) = (task, Nobody);
    }

    private void Follow(ref Lane lane, in Event item, int at)
    {
        switch (item.Kind)
        {
            // What is sent wakes its receiver, what is received one who waits to send.
            case EventKind.PollEnd when Index.Kind(item.Subject) == ComputationKind.Send:
            case EventKind.Resumed when item.Subject >= 0 && Index.Kind(item.Subject) == ComputationKind.Channel:
                lane.Slot = Unknown;
                break;
            // A timer may have woken it into the empty slot.
            case EventKind.Resumed:
                lane.InARow = Math.Max(lane.InARow, 1);
                break;
            // A set that is dropped aborts its tasks without a word.
            case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Member:
                lane.Slot = Unknown;
                break;
            case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Handle:
                lane.Slot =
                    Index.ShowsStart(Index.Code.Computations[item.Subject].Subject) && Index.RunsBody(item.Subject)
                        ? item.Subject
                        : Unknown;
                break;
            case EventKind.Waking when Index.Code.Tasks[item.Subject] != lane.Task:
            case EventKind.Aborting or EventKind.Dropping or EventKind.Cancelled or EventKind.Releasing or EventKind.Notifying:
                lane.Slot = Unknown;
                break;
            case EventKind.Completed when WakesAnother(item.Computation):
                lane.Slot = Unknown;
                break;
        }
    }

    // The end of a task wakes the task that awaits its handle or its set; readers of what is shared wake one another.
    private bool WakesAnother(int body)
    {
        if (Index.Code.Has(ComputationKind.Shared) || Index.Code.Has(ComputationKind.JoinSet) || Index.Code.Has(ComputationKind.Channel))
            return true;
        var handle = Index.Get<Ownership>().HandleOf(body);
        var consumer = handle < 0 ? -1 : Index.Code.Computations[handle].Consumer;
        return consumer >= 0 && Index.Code.Tasks[Index.Code.Instructions[consumer].Owner] != 0;
    }

    private bool IsOpen(int handle, int at) =>
        !Index.Before(EventKind.Aborting, handle, at)
        && Index.StartOf(Index.Code.Computations[handle].Subject) is var start
        && (start < 0 || start >= at);

    private void Grow(int thread)
    {
        var known = lanes.Length;
        Array.Resize(ref lanes, (thread + 1) * 2);
        lanes.AsSpan(known).Fill(new Lane { Task = Nobody, Slot = Nobody });
    }

    /// <summary>What is known of a worker.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Lane
    {
        /// <summary>The task it polled last.</summary>
        public int Task;

        /// <summary>What stands in its slot.</summary>
        public int Slot;

        /// <summary>How many polls in a row may have been of the slot, at most: to resume may be one.</summary>
        public int InARow;
    }
}
