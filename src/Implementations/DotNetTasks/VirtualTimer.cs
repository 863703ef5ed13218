namespace Conformance.Implementations.DotNetTasks;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>. Times are rounded up to whole milliseconds.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    private bool disposed;

    /// <summary>When it fires.</summary>
    internal long Deadline { get; set; }

    /// <summary>After how many milliseconds it fires again and again; 0 for never.</summary>
    internal long Period { get; private set; }

    /// <summary>Arms it anew.</summary>
    /// <param name="dueTime">When, from now; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <param name="period">Then how often; zero or <see cref="Timeout.InfiniteTimeSpan"/> for once.</param>
    /// <returns>False when it is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative and not infinite.</exception>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var due = Milliseconds(dueTime);
        var every = Milliseconds(period);
        if (disposed)
            return false;
        provider.Disarm(this);
        Period = Math.Max(every, 0);
        if (due >= 0)
            provider.ArmIn(this, due);
        return true;
    }

    /// <summary>Never fires again, also when it is due already.</summary>
    public void Dispose()
    {
        disposed = true;
        provider.Disarm(this);
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Tick() => callback(state);

    private static long Milliseconds(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return -1;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return (long)Math.Ceiling(time.TotalMilliseconds);
    }
}
