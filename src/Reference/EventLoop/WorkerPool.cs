namespace Conformance.Reference.EventLoop;

/// <summary>
/// What goes on beside the loop's thread. Of the pool's jobs at most so many run at once, and they start in the order of their submission;
/// answers of the network need no thread. All are delivered on the loop's thread, in the poll phase, in the order in which they came.
/// </summary>
/// <remarks>Source: libuv, thread pool work scheduling; design overview, "The I/O loop".</remarks>
internal abstract class WorkerPool
{
    private readonly Queue<IArrival> delivering = new();
    private readonly DeliveryJob delivery;

    private protected WorkerPool(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        delivery = new DeliveryJob(delivering);
    }

    /// <summary>The number of the thread whose code runs now, 0 for the loop's.</summary>
    internal abstract int CurrentThread { get; set; }

    /// <summary>How many jobs and answers are expected and not delivered yet.</summary>
    internal int Outstanding { get; private set; }

    internal bool IsBusy => Outstanding > 0;

    private protected int Size { get; }

    private protected EventLoop Loop { get; private set; } = null!;

    internal void Attach(EventLoop loop) => Loop = loop;

    internal void Submit(PoolJob job)
    {
        Outstanding++;
        Start(job);
    }

    /// <summary>Something arrives at a time of the clock.</summary>
    internal void Expect(long time, IArrival arrival)
    {
        Outstanding++;
        ArriveAt(time, arrival);
    }

    /// <summary>The poll phase: waits until something has arrived or the time has come, then delivers what had arrived by then.</summary>
    internal void Poll(long until)
    {
        WaitUntil(until);
        TakeArrived(delivering);
        for (var count = delivering.Count; count > 0; count--)
        {
            Outstanding--;
            Loop.Call(delivery);
        }
    }

    /// <summary>Delivers at once what has finished, on whichever thread it is: only a fault does so.</summary>
    private protected void DeliverAtOnce(PoolJob job)
    {
        delivering.Enqueue(job);
        Outstanding--;
        Loop.Call(delivery);
    }

    /// <summary>Holds the loop's thread until a time.</summary>
    internal abstract void Hold(long until);

    /// <summary>Lets pool threads step between two statements of the loop's thread.</summary>
    internal abstract void Interleave();

    /// <summary>The run is over: ends the threads.</summary>
    internal abstract void Stop();

    /// <summary>Forgets all jobs.</summary>
    internal virtual void Reset()
    {
        delivering.Clear();
        Outstanding = 0;
    }

    private protected abstract void Start(PoolJob job);

    private protected abstract void ArriveAt(long time, IArrival arrival);

    private protected abstract void WaitUntil(long time);

    private protected abstract void TakeArrived(Queue<IArrival> target);

    private sealed class DeliveryJob(Queue<IArrival> delivering) : Job
    {
        internal override void Run(EventLoop loop) => delivering.Dequeue().Deliver();
    }
}
