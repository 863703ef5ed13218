using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SCHED-03: a task in a queue does not wait while a worker is idle.</summary>
internal sealed class WorkStealing : Rule
{
    private readonly List<int> queued = [];
    private int[] slot = new int[16];
    private int[] maker = [];
    private int computing;
    private long time;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SCHED-03",
            Title = "Work stealing moves queued tasks",
            Family = Family.Lazy,
            Chapter = Scheduling.Chapter,
            Text =
                "An idle worker MUST take runnable tasks from the global queue or steal from another worker's run queue while that worker is busy; "
                + "the task in a worker's LIFO slot MUST NOT be assumed stealable. Checked where time shows who is idle: on a virtual clock.",
            Trigger = "A task is polled by another worker than the one whose task spawned it, or time passes while it waits in a queue.",
            Sources =
            [
                Articles.TokioAndNode("it can “steal” tasks from the queues of other busy threads"),
                Scheduling.RuntimeDocs + "#multi-threaded-runtime-behavior-at-the-time-of-writing",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/scheduler/multi_thread/worker.rs (steal_work)",
            ],
            Litmus = ["sched-03-a-busy-workers-queue-is-stolen-from"],
            Mutants = ["workers-never-steal"],
        };

    // A worker that was handed over goes on elsewhere.
    public override bool Concerns(Code code) =>
        (code.Has(ComputationKind.Handle) || code.Has(ComputationKind.Member)) && !code.Has(Op.EnterInPlace);

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Creating,
            EventKind.Started,
            EventKind.PollBegin,
            EventKind.Resumed,
            EventKind.Aborting,
            EventKind.ComputeBegin,
            EventKind.ComputeEnd,
        ];

    public override bool AppliesTo(RuntimeDescription runtime) =>
        runtime.Workers > 1 && runtime.Clock == ClockKind.Virtual && base.AppliesTo(runtime);

    protected override void OnBegin()
    {
        queued.Clear();
        slot.AsSpan().Fill(-1);
        Questions.Reset(ref maker, Index.Code.Computations.Length, -1);
        (computing, time) = (0, 0);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Thread >= slot.Length)
        {
            var known = slot.Length;
            Array.Resize(ref slot, item.Thread * 2);
            slot.AsSpan(known).Fill(-1);
        }

        if (item.Time > time && Index.IsBeforeEnd(at))
            Passes(in item, at);
        time = item.Time;
        switch (item.Kind)
        {
            case EventKind.ComputeBegin or EventKind.ComputeEnd when IsOnWorker(in item):
                computing += item.Kind == EventKind.ComputeBegin ? 1 : -1;
                break;
            case EventKind.Creating when Index.Kind(item.Subject) is ComputationKind.Handle or ComputationKind.Member:
                Spawns(in item);
                break;
            case EventKind.Started or EventKind.PollBegin:
                Polls(in item);
                break;
            case EventKind.Aborting:
                Leaves(item.Subject);
                break;
        }
    }

    private bool IsOnWorker(in Event item) => item.Thread > 0 && Index.Kind(item.Computation) != ComputationKind.Blocking;

    // Everyone who could take a step has taken it: whoever does not compute is idle.
    private void Passes(in Event item, int at)
    {
        var isSomeoneIdle = computing < Index.Trace.Runtime.Workers;
        foreach (var task in queued)
        {
            Trigger();
            if (isSomeoneIdle)
                Fail(
                    at,
                    $"{Quote(task)} waited in a queue from time {time} to {item.Time} though a worker was idle; expected the idle worker to take it."
                );
        }

        if (isSomeoneIdle)
            queued.Clear();
    }

    // The root's tasks go to the queue of all; a worker's go to its slot, and from there to its queue when the next one comes.
    private void Spawns(in Event item)
    {
        var handle = item.Subject;
        // A set that is dropped aborts its tasks without a word.
        if (
            Index.Kind(handle) == ComputationKind.Member
            || !Index.ShowsStart(Index.Code.Computations[handle].Subject)
            || !Index.RunsBody(handle)
        )
            handle = -1;
        var displaced = handle;
        if (item.Thread > 0)
        {
            displaced = slot[item.Thread];
            slot[item.Thread] = handle;
        }

        if (displaced >= 0)
            queued.Add(displaced);
        if (handle >= 0 && item.Thread > 0)
            maker[handle] = item.Thread;
    }

    private void Polls(in Event item)
    {
        var task = Index.Code.Tasks[item.Computation];
        if (task <= 0)
            return;
        if (maker[task] >= 0 && maker[task] != item.Thread)
            Trigger();
        maker[task] = -1;
        Leaves(task);
    }

    private void Leaves(int task)
    {
        queued.Remove(task);
        var at = Array.IndexOf(slot, task);
        if (at >= 0)
            slot[at] = -1;
    }
}
