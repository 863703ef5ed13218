namespace Conformance.Reference.Executor;

/// <summary>
/// The threads for jobs that block: one more whenever none is idle, up to a cap; beyond it jobs wait, first come first served.
/// </summary>
/// <remarks>Tokio: <c>Builder::max_blocking_threads</c>, 512 by default.</remarks>
internal sealed class BlockingPool(Runtime runtime, int cap, int firstNumber)
{
    private readonly List<BlockingJob> queue = [];
    private readonly List<PoolThread> threads = [];
    private readonly List<PoolThread> spare = [];
    private readonly Stack<short> released = new();
    private int numbered;

    /// <summary>The threads so far.</summary>
    internal List<PoolThread> Threads => threads;

    /// <summary>Whether a job runs or waits for a thread.</summary>
    internal bool IsBusy => queue.Count > 0 || threads.Exists(thread => thread.IsOccupied);

    /// <summary>How many jobs wait for a thread.</summary>
    internal int Waiting => queue.Count;

    /// <summary>Whether all threads that there may be are taken, so many of them by polls that have given their worker up.</summary>
    internal bool IsFull(int inPlace) => queue.Count + threads.Count(thread => thread.IsOccupied) + inPlace >= cap;

    /// <summary>The number of the next thread that is none of the first.</summary>
    internal short NextNumber() => released.TryPop(out var number) ? number : (short)(firstNumber + numbered++);

    /// <summary>The thread of this number has ended, for real: another may take it.</summary>
    internal void Release(short number) => released.Push(number);

    /// <summary>Queues a job, and adds a thread when none is free for it.</summary>
    internal void Submit(BlockingJob job)
    {
        queue.Add(job);
        var idle = 0;
        foreach (var thread in threads)
            idle += thread.IsIdle ? 1 : 0;
        if (idle < queue.Count && (threads.Count < cap || runtime.Faults.Is(ExecutorFault.BlockingWithoutCap)))
            Grow();
    }

    /// <summary>The next job for an idle thread.</summary>
    internal BlockingJob Take()
    {
        var at = queue.Count > 1 && runtime.Faults.Is(ExecutorFault.BlockingLastFirst) ? queue.Count - 1 : 0;
        var job = queue[at];
        queue.RemoveAt(at);
        return job;
    }

    /// <summary>Whether an idle thread has a job to take: as many do as there are jobs.</summary>
    internal bool HasJobFor(PoolThread thread)
    {
        var free = queue.Count;
        foreach (var other in threads)
        {
            if (free == 0)
                return false;
            if (other == thread)
                return true;
            free -= other.IsIdle ? 1 : 0;
        }

        return false;
    }

    /// <summary>Cancels what has not started.</summary>
    internal void CancelWaiting()
    {
        foreach (var job in queue)
            job.Finish(new JoinException(null));
        queue.Clear();
    }

    /// <summary>Removes a thread that was idle for long.</summary>
    internal void Remove(PoolThread thread)
    {
        _ = threads.Remove(thread);
        Release(thread.Number);
    }

    internal void Reset()
    {
        queue.Clear();
        foreach (var thread in threads)
            thread.Reset();
        spare.AddRange(threads);
        threads.Clear();
        numbered = 0;
    }

    private void Grow()
    {
        PoolThread thread;
        if (spare.Count > 0)
        {
            thread = spare[^1];
            spare.RemoveAt(spare.Count - 1);
            thread.Number = NextNumber();
        }
        else
        {
            thread = new PoolThread(runtime, NextNumber());
        }

        threads.Add(thread);
        runtime.Driver.Start(thread);
    }
}
