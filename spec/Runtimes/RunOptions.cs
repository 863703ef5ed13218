namespace Conformance.Spec.Runtimes;

/// <summary>Limits of one execution.</summary>
/// <param name="StepLimit">After how many scheduler steps an execution counts as endless; at least 1.</param>
public sealed record RunOptions(int StepLimit = 100_000)
{
    /// <summary>The limits when nothing is said.</summary>
    public static RunOptions Default { get; } = new();
}
