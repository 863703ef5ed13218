namespace Conformance.Reference.EventLoop;

/// <summary>The armed timers of one duration, in the order of their creation, which is the order of their deadlines too.</summary>
internal sealed class TimerList(Timers timers, long duration)
{
    internal Timers Timers => timers;

    internal long Duration => duration;

    /// <summary>Whether the loop's queue of lists holds it.</summary>
    internal bool IsQueued { get; set; }

    internal TimerHandle? First { get; private set; }

    private TimerHandle? Last { get; set; }

    internal void Append(TimerHandle timer)
    {
        timer.List = this;
        timer.Previous = Last;
        if (Last is null)
            First = timer;
        else
            Last.Next = timer;
        Last = timer;
    }

    internal void Remove(TimerHandle timer)
    {
        if (timer.Previous is null)
            First = timer.Next;
        else
            timer.Previous.Next = timer.Next;
        if (timer.Next is null)
            Last = timer.Previous;
        else
            timer.Next.Previous = timer.Previous;
        timer.Next = null;
        timer.Previous = null;
        timer.List = null;
    }
}
