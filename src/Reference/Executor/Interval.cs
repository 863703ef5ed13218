namespace Conformance.Reference.Executor;

/// <summary>Ticks when it is made and then once a period.</summary>
/// <remarks>For one owner: not to be used by several tasks at once. Tokio: <c>time::Interval</c>.</remarks>
public sealed class Interval : IDisposable
{
    private const long Tolerance = 5;
    private readonly Runtime runtime;
    private readonly long period;
    private readonly MissedTicks missed;
    private Sleep next;

    internal Interval(Runtime runtime, long period, MissedTicks missed)
    {
        this.runtime = runtime;
        this.period = period;
        this.missed = missed;
        next = Sleep.Until(runtime, runtime.Now + (runtime.Faults.Is(ExecutorFault.FirstTickAfterAPeriod) ? period : 0));
    }

    /// <summary>Waits for the next tick; its value is the time it was due, in milliseconds of the runtime's clock. Dropping this future loses no tick.</summary>
    public Future<long> Tick() => new NextTick(this);

    /// <summary>Gives up the timer.</summary>
    public void Dispose() => next.Drop();

    private long After(long due)
    {
        var late = runtime.Now - due;
        if (late <= Tolerance)
            return due + period;
        if (missed == MissedTicks.Delay || runtime.Faults.Is(ExecutorFault.IntervalsDrift))
            return runtime.Now + period;
        return missed == MissedTicks.Skip ? runtime.Now + period - (late % period) : due + period;
    }

    private sealed class NextTick(Interval interval) : Future<long>
    {
        public override string Describe() => interval.next.Describe();

        protected override Poll OnPoll(Waker waker)
        {
            if (!interval.next.PollInside(waker).IsReady)
                return Poll.Pending;
            if (interval.next.TakeError() is { } error)
                throw error;
            var due = interval.next.Deadline;
            interval.next = Sleep.Until(interval.runtime, interval.After(due));
            SetValue(due);
            return Poll.Ready;
        }
    }
}
