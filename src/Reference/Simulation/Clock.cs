namespace Conformance.Reference.Simulation;

/// <summary>Time as a runtime sees it, in milliseconds since it was made.</summary>
public abstract class Clock
{
    /// <summary>Milliseconds since the clock was made; never goes back.</summary>
    public abstract long Now { get; }
}
