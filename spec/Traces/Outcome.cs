namespace Conformance.Spec.Traces;

/// <summary>How something ended.</summary>
public enum Outcome : byte
{
    /// <summary>The event's kind has no outcome.</summary>
    None,

    /// <summary>With a value.</summary>
    Value,

    /// <summary>With an error: thrown, rejected, elapsed, or the failure of an awaited handle.</summary>
    Error,

    /// <summary>With a panic that unwinds (lazy).</summary>
    Panic,

    /// <summary>Not yet: a poll that has to be repeated.</summary>
    Pending,
}
