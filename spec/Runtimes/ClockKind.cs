namespace Conformance.Spec.Runtimes;

/// <summary>What a runtime's clock means to the rules.</summary>
public enum ClockKind
{
    /// <summary>Simulated: <c>compute 10</c> takes exactly 10 units, timers fire exactly when the thread is free.</summary>
    Virtual,

    /// <summary>Moves only when everything is idle; <c>compute</c> takes none of it (Tokio's test clock).</summary>
    Paused,

    /// <summary>Milliseconds of the machine: lower bounds hold, upper bounds are never asserted.</summary>
    Real,
}
