using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>When an interval ticks, and what becomes of ticks that are late: Tokio's MissedTickBehavior (tokio, time/interval.rs).</summary>
internal static class Ticks
{
    // A tick that is late by no more than that is not missed.
    private const long Tolerance = 5;

    /// <summary>The deadline of the tick after one that was due at a time and is taken now.</summary>
    public static long After(Computation interval, long due, long now)
    {
        var period = interval.Duration;
        if (now - due <= Tolerance)
            return due + period;
        return interval.Missed switch
        {
            MissedTicks.Delay => now + period,
            MissedTicks.Skip => now + period - ((now - due) % period),
            _ => due + period,
        };
    }

    /// <summary>Whether the deadline of a tick may be so much later than a period after that of the one before, when nobody knows when that one was taken.</summary>
    public static bool MayBeDelayedBy(Computation interval, long delay) =>
        interval.Missed switch
        {
            MissedTicks.Delay => true,
            MissedTicks.Skip => delay % interval.Duration == 0,
            _ => delay == 0,
        };
}
