namespace Conformance.Spec.Litmus;

/// <summary>What a litmus test says of one execution.</summary>
public enum LitmusVerdict
{
    /// <summary>The outcome is one that may come.</summary>
    Allowed,

    /// <summary>The outcome must not come.</summary>
    Forbidden,

    /// <summary>The litmus test says nothing about such an execution.</summary>
    NotJudged,
}

/// <summary>A verdict and why.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why it is forbidden or not judged; empty when it is allowed.</param>
public readonly record struct Judgement(LitmusVerdict Verdict, string Reason);
