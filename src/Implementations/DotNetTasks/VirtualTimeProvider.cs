using Conformance.Reference.Simulation;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// A <see cref="TimeProvider"/> whose time moves only when its clock is told to, and whose timers fire only when they are asked to:
/// what makes <c>Task.Delay</c>, <c>WaitAsync</c> and timers replayable.
/// </summary>
/// <remarks>
/// Timers are kept in the order in which .NET would fire them: the earlier deadline first, of equal deadlines the newest first, since
/// <see cref="Timer"/> keeps its timers in a list that grows at its head (dotnet/runtime, TimerQueue).
/// Not thread-safe.
/// </remarks>
/// <param name="clock">The time, in milliseconds.</param>
internal sealed class VirtualTimeProvider(VirtualClock clock) : TimeProvider
{
    private readonly List<VirtualTimer> armed = [];

    /// <summary>The number of timestamps a second: one a millisecond.</summary>
    public override long TimestampFrequency => 1000;

    /// <summary>UTC, wherever it runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer is due; the end of time when none is armed.</summary>
    internal long NextDeadline => armed.Count == 0 ? long.MaxValue : armed[0].Deadline;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.Now;

    /// <summary>1970 and as many milliseconds as have passed.</summary>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(clock.Now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How many timers are due now.</summary>
    internal int CountDue()
    {
        var count = 0;
        while (count < armed.Count && armed[count].Deadline <= clock.Now)
            count++;
        return count;
    }

    /// <summary>Fires a timer that is due, on the calling thread.</summary>
    /// <param name="index">Which of those that <see cref="CountDue"/> counted.</param>
    internal void Fire(int index)
    {
        var timer = armed[index];
        armed.RemoveAt(index);
        if (timer.Period > 0)
            Arm(timer, timer.Deadline + timer.Period);
        timer.Tick();
    }

    /// <summary>Forgets all timers.</summary>
    internal void Clear() => armed.Clear();

    /// <summary>Arms a timer that is not armed, so many milliseconds from now.</summary>
    internal void ArmIn(VirtualTimer timer, long milliseconds) => Arm(timer, clock.Now + milliseconds);

    internal void Disarm(VirtualTimer timer) => armed.Remove(timer);

    private void Arm(VirtualTimer timer, long deadline)
    {
        timer.Deadline = deadline;
        var at = armed.Count;
        while (at > 0 && armed[at - 1].Deadline >= deadline)
            at--;
        armed.Insert(at, timer);
    }
}
