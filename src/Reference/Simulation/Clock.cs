namespace Conformance.Reference.Simulation;

/// <summary>Time as a runtime sees it, in milliseconds since it was made or reset.</summary>
public abstract class Clock
{
    /// <summary>Milliseconds since the clock was made; never goes back.</summary>
    public abstract long Now { get; }

    /// <summary>Back to 0, for the next execution.</summary>
    internal abstract void Reset();
}
