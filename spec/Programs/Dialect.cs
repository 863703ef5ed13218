namespace Conformance.Spec.Programs;

/// <summary>The two families of semantics a program can be written for.</summary>
public enum Dialect
{
    /// <summary>Node's promises: a body runs at once, its result is memoized.</summary>
    Eager,

    /// <summary>Rust's futures: nothing runs until polled, a result is taken once.</summary>
    Lazy,
}
