namespace Conformance.Reference.Executor;

/// <summary>Pending once.</summary>
internal sealed class YieldNow : Future
{
    private bool polled;

    public override string Describe() => "its turn";

    protected override Poll OnPoll(Waker waker)
    {
        if (polled)
            return Poll.Ready;
        polled = true;
        waker.WakeLater();
        return Poll.Pending;
    }
}
