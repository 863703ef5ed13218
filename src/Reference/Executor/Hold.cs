namespace Conformance.Reference.Executor;

/// <summary>Holds the thread: in simulation the poll answers Busy once, for real it waits.</summary>
internal sealed class Hold(Runtime runtime, long milliseconds) : Future
{
    private bool held;

    public override string Describe() => "the end of a computation";

    protected override Poll OnPoll(Waker waker)
    {
        if (held)
            return Poll.Ready;
        held = true;
        if (runtime.IsSimulated && (milliseconds > 0 || runtime.Driver.HasOthers()))
            return Poll.Busy(runtime.Now + milliseconds);
        runtime.Driver.Hold(milliseconds);
        return Poll.Ready;
    }
}
