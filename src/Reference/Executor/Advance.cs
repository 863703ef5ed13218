namespace Conformance.Reference.Executor;

/// <summary>Moves the paused clock on at its first poll, where it is pending once.</summary>
internal sealed class Advance(Runtime runtime, long milliseconds) : Future
{
    private bool moved;

    public override string Describe() => "its turn";

    protected override Poll OnPoll(Waker waker)
    {
        if (moved)
            return Poll.Ready;
        runtime.MoveClock(milliseconds);
        moved = true;
        waker.WakeLater();
        return Poll.Pending;
    }
}
