namespace Conformance.Reference.Executor;

/// <summary>When an <see cref="Interval"/> ticks next after a tick that was taken more than 5 ms late.</summary>
/// <remarks>Tokio: <c>time::MissedTickBehavior</c>.</remarks>
public enum MissedTicks
{
    /// <summary>A period after the tick was due: what was missed is made up for at once.</summary>
    Burst,

    /// <summary>A period after the tick was taken.</summary>
    Delay,

    /// <summary>At the next multiple of the period since the tick was due.</summary>
    Skip,
}
