namespace Conformance.Reference.Simulation;

/// <summary>A clock that moves only when it is told to.</summary>
public sealed class VirtualClock : Clock
{
    private long now;

    /// <inheritdoc/>
    public override long Now => now;

    /// <summary>Moves the clock on.</summary>
    /// <param name="time">The new time, not before <see cref="Now"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the past.</exception>
    public void AdvanceTo(long time)
    {
        if (time < now)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Cannot go back in time. Current time is {now}.");
        now = time;
    }

    /// <inheritdoc/>
    internal override void Reset() => now = 0;
}
