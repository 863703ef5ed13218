namespace Conformance.Reference.Executor;

/// <summary>Ready when its deadline, which was fixed when it was made, has passed and the driver has noticed.</summary>
internal sealed class Sleep : Future
{
    private readonly Runtime runtime;
    private readonly long duration;
    private Waker? waker;

    internal Sleep(Runtime runtime, long milliseconds)
    {
        this.runtime = runtime;
        duration = milliseconds;
        Deadline = runtime.DeadlineAfter(milliseconds);
    }

    private Sleep(long deadline, Runtime runtime)
    {
        this.runtime = runtime;
        Deadline = deadline;
    }

    /// <summary>In milliseconds of the runtime's clock.</summary>
    internal long Deadline { get; private set; }

    /// <summary>How many sleeps were registered before this one: the order among equal deadlines.</summary>
    internal long Sequence { get; set; }

    /// <summary>The driver has reached the deadline.</summary>
    internal bool Fired { get; private set; }

    /// <summary>Nobody waits for it any more.</summary>
    internal bool Abandoned { get; private set; }

    /// <summary>A sleep until a time of the runtime's clock.</summary>
    internal static Sleep Until(Runtime runtime, long deadline) => new(deadline, runtime);

    public override string Describe() => $"time {Deadline}";

    /// <summary>The driver has reached the deadline: wakes whoever polled last.</summary>
    internal void Fire()
    {
        Fired = true;
        WakeUp();
    }

    /// <summary>Wakes whoever polled last.</summary>
    internal void WakeUp() => waker?.Wake();

    protected override Poll OnPoll(Waker waker)
    {
        var timers = runtime.Timers;
        if (Fired)
            return Poll.Ready;
        if (timers.IsClosed)
            throw new PanicException(PanicException.ShutDown);
        if (this.waker is null)
        {
            if (waker.Faults.Is(ExecutorFault.DeadlineAtFirstPoll))
                Deadline = runtime.DeadlineAfter(duration);
            this.waker = waker;
            return timers.Register(this) ? Poll.Pending : Poll.Ready;
        }

        timers.Replace(ref this.waker, waker);
        return Fired ? Poll.Ready : Poll.Pending;
    }

    protected override void OnDrop() => Abandoned = true;
}
