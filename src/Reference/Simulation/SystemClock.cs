using System.Diagnostics;

namespace Conformance.Reference.Simulation;

/// <summary>The machine's monotonic clock.</summary>
public sealed class SystemClock : Clock
{
    private long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override long Now => (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Holds the calling thread until a time of this clock; returns at once when it has passed.</summary>
    public void HoldUntil(long time)
    {
        for (var left = time - Now; left > 0; left = time - Now)
            Thread.CurrentThread.Join((int)Math.Min(left, int.MaxValue));
    }

    /// <inheritdoc/>
    internal override void Reset() => start = Stopwatch.GetTimestamp();
}
