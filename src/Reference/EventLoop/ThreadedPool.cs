using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>A pool of threads of the machine. They are made at first use and end with the run.</summary>
internal sealed class ThreadedPool : WorkerPool
{
    private readonly SystemClock clock;
    private readonly ThreadedWorkers workers;

    [ThreadStatic]
    private static int number;

    private readonly object gate = new();
    private readonly Queue<PoolJob> queue = new();
    private readonly Queue<IArrival> arrived = new();
    private readonly PriorityQueue<IArrival, long> expected = new();
    private readonly List<Thread> threads = [];
    private int idle;
    private bool stopping;

    internal ThreadedPool(SystemClock clock, int size)
        : base(size)
    {
        this.clock = clock;
        workers = new ThreadedWorkers(this, gate, clock);
    }

    internal override int CurrentThread
    {
        get => number;
        set => number = value;
    }

    internal override void Hold(long until) => clock.HoldUntil(until);

    internal override void Interleave() { }

    internal override void Wake(Worker worker) => workers.Wake(worker);

    internal override void Terminate(Worker worker) => workers.Terminate(worker);

    /// <summary>A worker waits for a message; under the lock.</summary>
    internal void Idle(Worker worker)
    {
        worker.IsIdle = true;
        Count(-1);
        Monitor.PulseAll(gate);
    }

    /// <summary>A worker that waited has something to do; under the lock.</summary>
    internal void Active(Worker worker)
    {
        worker.IsIdle = false;
        Count(1);
    }

    /// <summary>A worker has ended.</summary>
    internal void Exit(Worker worker) => Arrive(new WorkerExit(worker));

    internal override void Stop()
    {
        workers.Stop();
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }

        foreach (var thread in threads)
            thread.Join();
        threads.Clear();
        stopping = false;
    }

    internal override void Reset()
    {
        base.Reset();
        queue.Clear();
        expected.Clear();
        arrived.Clear();
    }

    private protected override void Start(PoolJob job)
    {
        lock (gate)
        {
            queue.Enqueue(job);
            if (queue.Count > idle && threads.Count < Size)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = $"pool {threads.Count + 1}" };
                threads.Add(thread);
                thread.Start(threads.Count);
            }

            Monitor.PulseAll(gate);
        }
    }

    private protected override void Start(Worker worker) => workers.Start(worker);

    private protected override void Arrive(IArrival arrival)
    {
        lock (gate)
        {
            arrived.Enqueue(arrival);
            Monitor.PulseAll(gate);
        }
    }

    private protected override void ArriveAt(long time, IArrival arrival) => expected.Enqueue(arrival, time);

    private protected override void WaitUntil(long time)
    {
        if (expected.TryPeek(out _, out var next))
            time = Math.Min(time, next);
        lock (gate)
        {
            while (arrived.Count == 0)
            {
                var left = time - clock.Now;
                if (left <= 0 || (time == long.MaxValue && !IsBusy))
                    return;
                Monitor.Wait(gate, (int)Math.Min(left, int.MaxValue));
            }
        }
    }

    private protected override void TakeArrived(Queue<IArrival> target)
    {
        lock (gate)
        {
            while (arrived.TryDequeue(out var arrival))
                target.Enqueue(arrival);
        }

        while (expected.TryPeek(out var expectation, out var time) && time <= clock.Now)
            target.Enqueue(expected.Dequeue());
    }

    private void Work(object? index)
    {
        number = (int)index!;
        while (Next() is { } job)
        {
            Execute(job);
            lock (gate)
            {
                arrived.Enqueue(job);
                Monitor.PulseAll(gate);
            }
        }
    }

    private PoolJob? Next()
    {
        lock (gate)
        {
            idle++;
            while (queue.Count == 0 && !stopping)
                Monitor.Wait(gate);
            idle--;
            return stopping ? null : queue.Dequeue();
        }
    }

    private void Execute(PoolJob job)
    {
        try
        {
            WorkStep step;
            do
            {
                step = job.Step();
                if (step.Hold > 0)
                    clock.HoldUntil(clock.Now + step.Hold);
            } while (!step.Done);
        }
        catch (Exception error)
        {
            job.Error = error;
        }
    }
}
