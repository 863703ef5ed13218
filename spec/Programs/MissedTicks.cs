namespace Conformance.Spec.Programs;

/// <summary>When an interval ticks next after a tick that was taken late.</summary>
public enum MissedTicks
{
    /// <summary>As if it had not been late: what was missed is made up for at once.</summary>
    Burst,

    /// <summary>A period after the late tick was taken.</summary>
    Delay,

    /// <summary>At the next time that its schedule has.</summary>
    Skip,
}
