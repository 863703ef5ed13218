namespace Conformance.Reference.Simulation;

/// <summary>
/// A job off the executor as a sequence of steps, so that a simulation can put other threads' steps between them.
/// For real the steps run one after the other on a pool thread. A plain function is a job of one step.
/// </summary>
public abstract class Work
{
    /// <summary>Runs the next step.</summary>
    /// <returns>Whether it was the last, and for how long the thread stays occupied after it.</returns>
    public abstract WorkStep Step();
}

/// <summary>How a step of a job ended.</summary>
/// <param name="Done">It was the last one.</param>
/// <param name="Hold">How many milliseconds the thread stays occupied after it, at least 0.</param>
public readonly record struct WorkStep(bool Done, long Hold)
{
    /// <summary>What the thread drives before the next step: a future of the executor; null for nothing.</summary>
    internal object? Driven { get; init; }
}
