namespace Conformance.Reference.Executor;

/// <summary>Waits for a future until a deadline. Each poll asks the future first, so being ready beats being late.</summary>
internal sealed class Timeout<T>(Runtime runtime, long milliseconds, Future<T> inner) : Future<T>
{
    private readonly Sleep deadline = new(runtime, milliseconds);

    public override string Describe() => $"{inner.Describe()} or {deadline.Describe()}";

    protected override Poll OnPoll(Waker waker)
    {
        if (waker.Faults.Is(ExecutorFault.TimeoutAsksTheClockFirst) && runtime.Now >= deadline.Deadline)
            return Expire(waker);
        var poll = inner.PollInside(waker);
        if (poll.IsBusy)
            return poll.Until > deadline.Deadline && waker.Faults.Is(ExecutorFault.TimeoutInterruptsPoll) ? Expire(waker) : poll;
        if (poll.IsReady)
            return Complete();
        if (!deadline.PollInside(waker).IsReady)
            return Poll.Pending;
        // A runtime that has shut down has no timers any more.
        return deadline.TakeError() is { } error ? Lose(error) : Expire(waker);
    }

    private Poll Lose(Exception error)
    {
        Fail(error);
        inner.Drop();
        return Poll.Ready;
    }

    protected override void OnDrop() => DropAll([inner, deadline]);

    private Poll Complete()
    {
        var result = inner.Take();
        if (result.Error is { } error)
            Fail(error);
        else
            SetValue(result.Value);
        deadline.Drop();
        return Poll.Ready;
    }

    private Poll Expire(Waker waker)
    {
        Fail(new ElapsedException());
        if (waker.Faults.Is(ExecutorFault.TimeoutLeavesInnerRunning))
            _ = runtime.Spawn(inner);
        else
            inner.Drop();
        return Poll.Ready;
    }
}
