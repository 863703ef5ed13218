namespace Conformance.Spec.Litmus;

/// <summary>How binding an expected outcome is.</summary>
public enum ExpectationKind
{
    /// <summary><c>exactly</c>: this outcome and no other; stands without any <c>allowed</c>.</summary>
    Exactly,

    /// <summary><c>allowed</c>: one of the outcomes that may come; all that may come are listed.</summary>
    Allowed,

    /// <summary><c>never</c>: no outcome contains these lines in this order, with others before, between or after them.</summary>
    Never,
}

/// <summary>One line of what a litmus test expects.</summary>
/// <param name="Kind">How binding it is.</param>
/// <param name="Outcome">The outcome; of <c>never</c>, the part of one.</param>
public sealed record Expectation(ExpectationKind Kind, Observed Outcome);
