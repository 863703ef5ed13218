using System.Diagnostics;

namespace Conformance.Reference.Simulation;

/// <summary>The machine's monotonic clock.</summary>
public sealed class SystemClock : Clock
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override long Now => (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
