namespace Conformance.Reference.Executor;

/// <summary>Pending once.</summary>
internal sealed class YieldNow : Future
{
    public override string Describe() => "its turn";

    // It cannot fail, so its polls need no guard: no leaf is polled more often.
    internal override Poll PollInside(Waker waker)
    {
        if (state == State.Unpolled && !waker.Faults.Is(ExecutorFault.YieldDoesNothing))
        {
            state = State.Suspended;
            return OnPoll(waker);
        }

        if (state <= State.Suspended)
            state = State.Completed;
        return Poll.Ready;
    }

    protected override Poll OnPoll(Waker waker)
    {
        waker.WakeLater();
        return Poll.Pending;
    }
}
