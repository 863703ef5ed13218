namespace Conformance.Reference.Executor;

/// <summary>One task: its future, where it stands, and who waits for its end. It is its own waker.</summary>
internal sealed class TaskCell(Runtime runtime, Future future, string name) : Waker(runtime.Faults), IJoinable
{
    private readonly object? gate = runtime.Gate;
    private ExecutionContext? context = ExecutionContext.Capture();
    private Waker? joiner;
    private Phase phase;
    private bool aborted;
    private bool givesWay;
    private Actor? keeper;
    private bool spurious;

    private enum Phase : byte
    {
        /// <summary>Waits for a wake.</summary>
        Idle,

        /// <summary>In a queue.</summary>
        Scheduled,

        /// <summary>Being polled.</summary>
        Running,

        /// <summary>Being polled, and woken meanwhile.</summary>
        Notified,

        /// <summary>Over.</summary>
        Done,
    }

    public string Name => name;

    public bool IsDone => phase == Phase.Done;

    /// <summary>Whether it waits for a wake.</summary>
    internal bool IsIdle => phase == Phase.Idle;

    public JoinException? Failure { get; private set; }

    public Exception? Error => null;

    /// <summary>The thread of a job that drives it; null for a task, which the scheduler runs.</summary>
    internal PoolThread? Home { get; init; }

    /// <summary>Neighbours in the runtime's list of unfinished tasks.</summary>
    internal TaskCell? Previous { get; set; }

    /// <summary>Neighbours in the runtime's list of unfinished tasks.</summary>
    internal TaskCell? Next { get; set; }

    /// <summary>Whether its poll has conceptually not returned.</summary>
    internal bool IsBusy { get; private set; }

    public override void Wake()
    {
        if (gate is null)
        {
            WakeInside();
            return;
        }

        lock (gate)
            WakeInside();
    }

    public bool Register(Waker waker)
    {
        if (gate is null)
            return RegisterInside(waker);
        lock (gate)
            return RegisterInside(waker);
    }

    public void Unregister()
    {
        if (gate is null)
        {
            joiner = null;
            return;
        }

        lock (gate)
            joiner = null;
    }

    public void Abort()
    {
        if (gate is null)
        {
            AbortInside();
            return;
        }

        lock (gate)
            AbortInside();
    }

    public bool IsAbortedByDrop(bool handleWasPolled) =>
        Faults.Is(ExecutorFault.DropAborts) || (handleWasPolled && Faults.Is(ExecutorFault.DropOfAwaitedHandleAborts));

    /// <summary>The scheduler has taken it out of its queue.</summary>
    internal void Begin()
    {
        if (phase != Phase.Done)
            phase = Phase.Running;
    }

    /// <summary>It gave way, and the driver had its turn: that wakes it, whatever else has woken it meanwhile.</summary>
    /// <returns>Whether it goes into a queue now; if not, it is in one, it is polled, or it is over.</returns>
    internal bool TryReady()
    {
        keeper = null;
        if (phase == Phase.Running)
            phase = Phase.Notified;
        if (phase != Phase.Idle)
            return false;
        phase = Phase.Scheduled;
        return true;
    }

    /// <summary>Polls it, or drops it when it was aborted.</summary>
    /// <returns>Whether the thread stays occupied, and until when.</returns>
    internal Poll Run()
    {
        if (phase == Phase.Done)
            return Poll.Ready;
        if (aborted && !IsBusy)
        {
            _ = Cancel();
            return Poll.Ready;
        }

        var poll = PollInContext();
        IsBusy = poll.IsBusy;
        if (poll.IsBusy)
            return poll;
        if (poll.IsReady)
            Finish(null);
        else
            Suspend();
        return poll;
    }

    /// <summary>Drops the future where it is suspended.</summary>
    /// <returns>What went wrong while it cleaned up, or null.</returns>
    internal Exception? Cancel()
    {
        Exception? failure = null;
        var outer = Enter();
        future.DropQuietly(ref failure);
        Leave(outer);
        Finish(new JoinException(failure));
        return failure;
    }

    /// <summary>Polls it inside the poll that spawned it, as no runtime must.</summary>
    internal void PollInline()
    {
        phase = Phase.Running;
        while (Run().IsBusy) { }
    }

    internal override void WakeLater()
    {
        if (phase == Phase.Running)
            givesWay = true;
        else
            Wake();
    }

    internal override bool TryKeep(Waker waker)
    {
        if (gate is null)
            return runtime.TryKeep(this, waker);
        lock (gate)
            return runtime.TryKeep(this, waker);
    }

    /// <summary>What it waits for.</summary>
    internal string Describe() => $"\"{name}\" waits for {future.Describe()}";

    private Poll PollInContext()
    {
        if (!IsBusy)
            runtime.SetBudget(Scheduler.Budget);
        var outer = Enter();
        runtime.Polls += runtime.IsSimulated ? 1 : 0;
        var poll = future.PollInside(this);
        runtime.Polls -= runtime.IsSimulated ? 1 : 0;
        Leave(outer);
        if (!poll.IsBusy)
            runtime.SetBudget(int.MaxValue);
        return poll;
    }

    private ExecutionContext? Enter()
    {
        var outer = ExecutionContext.Capture();
        if (context is not null && context != outer)
            ExecutionContext.Restore(context);
        return outer;
    }

    private void Leave(ExecutionContext? outer)
    {
        var inner = ExecutionContext.Capture();
        if (inner != context)
            context = inner;
        if (outer is not null && inner != outer)
            ExecutionContext.Restore(outer);
    }

    private void WakeInside()
    {
        switch (phase)
        {
            case Phase.Idle:
                phase = Phase.Scheduled;
                runtime.Schedule(this);
                break;
            case Phase.Running when Faults.Is(ExecutorFault.WakeDuringPollIsLost):
                break;
            case Phase.Running when IsBusy && Faults.Is(ExecutorFault.PolledByTwoWorkers):
                runtime.Schedule(this);
                break;
            case Phase.Scheduled or Phase.Notified when Faults.Is(ExecutorFault.OnePollPerWake):
                runtime.Schedule(this);
                break;
            case Phase.Running:
                phase = Phase.Notified;
                break;
        }
    }

    private bool RegisterInside(Waker waker)
    {
        if (phase == Phase.Done)
            return true;
        if (phase == Phase.Idle && joiner is null && Faults.Is(ExecutorFault.SpawnWaitsForAwait))
            WakeInside();
        joiner = waker;
        return false;
    }

    private void AbortInside()
    {
        if (phase == Phase.Done)
        {
            if (Faults.Is(ExecutorFault.AbortAfterCompletionCancels))
                Failure = new JoinException(null);
            return;
        }

        if (phase == Phase.Idle && Faults.Is(ExecutorFault.AbortDropsAtOnce))
        {
            _ = Cancel();
            return;
        }

        aborted = true;
        if (phase == Phase.Idle)
        {
            phase = Phase.Scheduled;
            runtime.Schedule(this);
        }
    }

    private void Suspend()
    {
        bool cancelled;
        if (gate is null)
        {
            cancelled = SuspendInside();
        }
        else
        {
            lock (gate)
                cancelled = SuspendInside();
        }

        if (cancelled)
            _ = Cancel();
    }

    private bool SuspendInside()
    {
        if (aborted)
            return true;
        var later = givesWay;
        givesWay = false;
        if (later)
            Defer();
        if (phase == Phase.Notified)
        {
            phase = Phase.Scheduled;
            runtime.ScheduleAfterPoll(this);
            return false;
        }

        phase = Phase.Idle;
        if (later)
            return false;
        if (!spurious && Faults.Is(ExecutorFault.PollsWithoutWake))
        {
            spurious = true;
            WakeInside();
        }
        else
        {
            spurious = false;
        }

        return false;
    }

    // A thread wakes it once, however often it gave way there before the driver's turn.
    private void Defer()
    {
        if (keeper is not null && keeper == runtime.Driver.Current)
            return;
        if (runtime.TryDefer(this))
            keeper = runtime.Driver.Current;
        else
            phase = Phase.Notified;
    }

    private void Finish(JoinException? failure)
    {
        if (gate is null)
        {
            FinishInside(failure);
            return;
        }

        lock (gate)
            FinishInside(failure);
    }

    private void FinishInside(JoinException? failure)
    {
        Failure = failure;
        phase = Phase.Done;
        IsBusy = false;
        runtime.Forget(this);
        joiner?.Wake();
        joiner = null;
    }
}
