namespace Conformance.Reference.Executor;

/// <summary>
/// Runs the threads of a runtime for real: the first on the thread that calls BlockOn, each other on an OS thread of its own. One lock guards all
/// queues; it is never held while user code runs.
/// </summary>
internal sealed class ThreadDriver : Driver
{
    private const int KeepAliveMilliseconds = 10_000;

    private readonly Runtime runtime;
    private readonly object gate;
    private readonly ThreadLocal<Actor?> current = new();
    private readonly List<Thread> workers = [];
    private readonly bool endsWhenStuck;
    private int waitingLanes;
    private int jobThreads;
    private int inPlaceThreads;
    private bool stopping;
    private bool stuck;

    internal ThreadDriver(Runtime runtime, bool endsWhenStuck)
    {
        this.endsWhenStuck = endsWhenStuck;
        this.runtime = runtime;
        gate = runtime.Gate!;
        foreach (var lane in runtime.Scheduler.Lanes.Skip(1))
            workers.Add(StartThread($"worker {lane.Number}", () => Loop(lane, until: null)));
    }

    internal override Actor? Current => current.Value;

    internal override void RunUntilDone(TaskCell root) => Loop(runtime.Scheduler.Lanes[0], root);

    internal override void Start(PoolThread thread)
    {
        jobThreads++;
        _ = StartThread($"blocking {thread.Number}", () => LoopJobs(thread));
    }

    internal override void FinishPolls()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }

        // A poll in progress may still hand its worker over to one more.
        while (TakeWorker() is { } worker)
            worker.Join();
    }

    internal override void Lend(Worker worker)
    {
        lock (gate)
        {
            var thread = new InPlaceThread(worker.Number) { Budget = worker.Budget, Lent = worker };
            current.Value = thread;
            workers.Add(StartThread($"worker of {worker.Number}", () => TakeOver(thread)));
        }
    }

    internal override void TakeBack(Worker worker)
    {
        lock (gate)
        {
            if (current.Value is not InPlaceThread { Lent: not null } thread)
                return;
            thread.Lent = null;
            current.Value = worker;
            Monitor.PulseAll(gate);
        }
    }

    internal override void FinishJobs()
    {
        lock (gate)
        {
            while (jobThreads > 0)
                Monitor.Wait(gate);
        }

        current.Value = null;
    }

    internal override bool WaitForDrive(PoolThread thread)
    {
        lock (gate)
        {
            while (thread.IsWaiting)
            {
                // The timers have stopped, and no task is left that could wake it.
                if (runtime.Timers.IsClosed)
                    return false;
                NoticeWhenStuck();
                Monitor.Wait(gate);
            }

            return true;
        }
    }

    internal override void Notify() => Monitor.PulseAll(gate);

    internal override void Hold(long milliseconds)
    {
        // At least that long on a clock that counts whole milliseconds.
        var until = runtime.DeadlineAfter(milliseconds);
        while (milliseconds > 0 && runtime.Now < until)
            Thread.SpinWait(100);
    }

    private static Thread StartThread(string name, ThreadStart body)
    {
        var thread = new Thread(body) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return thread;
    }

    private void Loop(Lane lane, TaskCell? until)
    {
        var outer = current.Value;
        current.Value = lane;
        while (current.Value == lane && NextTask(lane, until) is { } task)
            _ = task.Run();
        if (current.Value is InPlaceThread thread)
            EndInPlace(thread);
        current.Value = outer;
    }

    private void TakeOver(InPlaceThread lender)
    {
        Worker worker;
        lock (gate)
        {
            while (lender.Lent is not null && runtime.Pool.IsFull(inPlaceThreads))
                Monitor.Wait(gate);
            if (lender.Lent is not { } lent)
            {
                _ = workers.Remove(Thread.CurrentThread);
                return;
            }

            worker = lent;
            lender.Lent = null;
            inPlaceThreads++;
            worker.Number = runtime.Pool.NextNumber();
        }

        Loop(worker, until: null);
    }

    private void EndInPlace(InPlaceThread thread)
    {
        lock (gate)
        {
            inPlaceThreads--;
            runtime.Pool.Release(thread.Number);
            _ = workers.Remove(Thread.CurrentThread);
            NoticeWhenStuck();
        }
    }

    private Thread? TakeWorker()
    {
        lock (gate)
        {
            var worker = workers.LastOrDefault();
            _ = worker is not null && workers.Remove(worker);
            return worker;
        }
    }

    private TaskCell? NextTask(Lane lane, TaskCell? until)
    {
        lock (gate)
        {
            while (until is { IsDone: false } || (until is null && !stopping))
            {
                if (!lane.HasTask)
                    Wait(lane, until);
                else if (lane.Take() is { } task)
                    return task;
            }

            return null;
        }
    }

    private void Wait(Lane lane, TaskCell? until)
    {
        waitingLanes++;
        NoticeWhenStuck();
        if (stuck && until is not null)
            throw new DeadlockException(runtime.DescribeWaiting());
        Monitor.Wait(gate, lane.TurnsDriver ? UntilNextDeadline() : System.Threading.Timeout.Infinite);
        waitingLanes--;
    }

    private void NoticeWhenStuck()
    {
        if (stuck || !endsWhenStuck || !IsStuck())
            return;
        stuck = true;
        Monitor.PulseAll(gate);
    }

    private bool IsStuck()
    {
        foreach (var thread in runtime.Pool.Threads)
        {
            if (thread is { IsOccupied: true, IsWaiting: false })
                return false;
        }

        foreach (var lane in runtime.Scheduler.Lanes)
        {
            if (lane.HasTask)
                return false;
        }

        return inPlaceThreads == 0
            && waitingLanes == runtime.Scheduler.Lanes.Length
            && runtime.Pool.Waiting == 0
            && runtime.Timers.Next == long.MaxValue
            && runtime.Scheduler.Root is not null;
    }

    private int UntilNextDeadline()
    {
        var next = runtime.Timers.Next;
        return next == long.MaxValue ? System.Threading.Timeout.Infinite : (int)Math.Clamp(next - runtime.Now, 0, int.MaxValue);
    }

    private void LoopJobs(PoolThread thread)
    {
        current.Value = thread;
        while (NextJob(thread) is { } job)
        {
            thread.Run(job);
            lock (gate)
                thread.Occupy(null);
        }
    }

    private BlockingJob? NextJob(PoolThread thread)
    {
        lock (gate)
        {
            while (runtime.Pool.Waiting == 0)
            {
                if (!stopping && Monitor.Wait(gate, KeepAliveMilliseconds))
                    continue;
                if (runtime.Pool.Waiting > 0)
                    break;
                runtime.Pool.Remove(thread);
                jobThreads--;
                Monitor.PulseAll(gate);
                return null;
            }

            var job = runtime.Pool.Take();
            thread.Occupy(job);
            return job;
        }
    }
}
