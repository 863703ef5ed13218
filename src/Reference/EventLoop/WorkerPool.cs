namespace Conformance.Reference.EventLoop;

/// <summary>
/// What goes on beside the loop's thread. Of the pool's jobs at most so many run at once, and they start in the order of their submission;
/// answers of the network need no thread, and each worker has its own. All are delivered on the loop's thread, in the poll phase, in the order in which they came.
/// </summary>
/// <remarks>Source: libuv, thread pool work scheduling; design overview, "The I/O loop".</remarks>
internal abstract class WorkerPool
{
    // Far from the numbers of the pool's threads.
    private const int FirstWorker = 100;
    private int workers;
    private int outstanding;
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

    /// <summary>How much is under way that the loop still hears of by itself: jobs, answers, messages, workers that do something.</summary>
    internal int Outstanding => Volatile.Read(ref outstanding);

    internal bool IsBusy => Outstanding > 0;

    private protected int Size { get; }

    private protected EventLoop Loop { get; private set; } = null!;

    internal void Attach(EventLoop loop) => Loop = loop;

    internal void Submit(PoolJob job)
    {
        Count(1);
        Start(job);
    }

    /// <summary>Something arrives at a time of the clock.</summary>
    internal void Expect(long time, IArrival arrival)
    {
        Count(1);
        ArriveAt(time, arrival);
    }

    /// <summary>The poll phase: waits until something has arrived or the time has come, then delivers what had arrived by then.</summary>
    internal void Poll(long until)
    {
        WaitUntil(until);
        TakeArrived(delivering);
        if (workers > 0)
            WorkerArrival.Arrange(delivering, Loop.Faults);
        for (var count = delivering.Count; count > 0; count--)
        {
            Count(-1);
            if (delivering.Peek() is WorkerArrival { IsWithNext: true })
                Loop.Execute(delivery);
            else
                Loop.Call(delivery);
        }
    }

    /// <summary>Begins a worker, on a thread of its own.</summary>
    internal void Begin(Worker worker)
    {
        Count(1);
        worker.Thread = FirstWorker + workers++;
        Start(worker);
    }

    /// <summary>A worker has posted a message.</summary>
    internal void Receive(WorkerArrival message)
    {
        if (Loop.Faults.Is(EventLoopFault.MessagesInline))
        {
            DeliverOnLoop(message);
            return;
        }

        Count(1);
        Arrive(message);
    }

    /// <summary>A message was posted to a worker.</summary>
    internal abstract void Wake(Worker worker);

    /// <summary>A worker has to stop.</summary>
    internal abstract void Terminate(Worker worker);

    /// <summary>Delivers at once what has finished, on whichever thread it is: only a fault does so.</summary>
    private protected void DeliverAtOnce(PoolJob job)
    {
        delivering.Enqueue(job);
        Count(-1);
        Loop.Call(delivery);
    }

    /// <summary>Delivers a message while its worker posts it: only a fault does so.</summary>
    private void DeliverOnLoop(WorkerArrival message)
    {
        var before = CurrentThread;
        CurrentThread = 0;
        message.Deliver();
        CurrentThread = before;
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
        outstanding = 0;
        workers = 0;
    }

    /// <summary>Counts what begins or ends to be under way, from any thread.</summary>
    private protected void Count(int change) => Interlocked.Add(ref outstanding, change);

    private protected abstract void Start(PoolJob job);

    private protected abstract void Start(Worker worker);

    private protected abstract void Arrive(IArrival arrival);

    private protected abstract void ArriveAt(long time, IArrival arrival);

    private protected abstract void WaitUntil(long time);

    private protected abstract void TakeArrived(Queue<IArrival> target);

    private sealed class DeliveryJob(Queue<IArrival> delivering) : Job
    {
        internal override void Run(EventLoop loop) => delivering.Dequeue().Deliver();
    }
}
