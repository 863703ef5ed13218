namespace Conformance.Reference.Executor;

/// <summary>
/// A fixed number of workers poll tasks, each from a queue of its own; who has nothing to do takes from the global queue or steals half of
/// another's. The root is polled by the thread that calls BlockOn.
/// </summary>
/// <remarks>Tokio: the multi-thread runtime.</remarks>
internal sealed class MultiThreadScheduler : Scheduler
{
    private readonly RootLane root;

    internal MultiThreadScheduler(Runtime runtime, int workers)
    {
        Runtime = runtime;
        root = new RootLane(this);
        if (runtime.Faults.IsActive(ExecutorFault.OneWorkerTooMany))
            workers++;
        Lanes = new Lane[workers + 1];
        Lanes[0] = root;
        Workers = new Worker[workers];
        for (var i = 0; i < workers; i++)
            Lanes[i + 1] = Workers[i] = new Worker(this, i);
    }

    internal override Lane[] Lanes { get; }

    internal Runtime Runtime { get; }

    internal Worker[] Workers { get; }

    /// <summary>Tasks made ready by threads that are not workers.</summary>
    internal RunQueue Global { get; } = new();

    internal override void Push(TaskCell task, Actor? by)
    {
        if (task == Root)
            root.IsReady = true;
        else if (by is Worker worker)
            worker.PushNext(task);
        else
            Global.Push(task);
    }

    internal override void PushAfterPoll(TaskCell task, Actor? by)
    {
        if (task == Root)
            root.IsReady = true;
        else if (by is Worker worker)
            worker.Queue.Push(task);
        else
            Global.Push(task);
    }

    internal override bool TryDefer(TaskCell task, Actor? by)
    {
        if (task == Root || by is not Worker worker)
            return false;
        worker.Deferred.Push(task);
        return true;
    }

    internal override bool TryKeep(Waker waker, Actor? by)
    {
        if (by is not Worker worker)
            return false;
        worker.Kept.Enqueue(waker);
        return true;
    }

    internal override void Reset()
    {
        base.Reset();
        Global.Clear();
    }

    private sealed class RootLane(MultiThreadScheduler scheduler) : Lane(0)
    {
        internal bool IsReady { get; set; }

        internal override bool HasTask => IsReady;

        internal override TaskCell? Next()
        {
            if (!IsReady)
                return null;
            IsReady = false;
            return scheduler.Root;
        }

        internal override void Reset()
        {
            base.Reset();
            IsReady = false;
        }
    }
}
