namespace Conformance.Reference.EventLoop;

/// <summary>A timer that was armed (the object that <c>setTimeout</c> returns).</summary>
public sealed class TimerHandle
{
    internal readonly Job Job;
    internal readonly long Duration;
    internal readonly long Start;
    internal TimerList? List;
    internal TimerHandle? Next;
    internal TimerHandle? Previous;

    internal TimerHandle(Job job, long duration, long start)
    {
        Job = job;
        Duration = duration;
        Start = start;
    }

    /// <summary>Whether it still waits to fire.</summary>
    public bool IsArmed => List is not null;

    /// <summary>Disarms it, also when it is due already: from now on it never fires (<c>clearTimeout</c>). Without effect after it fired.</summary>
    public void Clear() => List?.Timers.Disarm(this);
}
