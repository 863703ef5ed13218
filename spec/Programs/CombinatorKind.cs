namespace Conformance.Spec.Programs;

/// <summary>How computations are combined. The word means the same outcome in both families.</summary>
public enum CombinatorKind
{
    /// <summary><c>join</c>: all outcomes by position, errors among them. JavaScript <c>allSettled</c>, Rust <c>join!</c>.</summary>
    Join,

    /// <summary><c>try-join</c>: all values, or the first error. JavaScript <c>all</c>, Rust <c>try_join!</c> (which drops the rest).</summary>
    TryJoin,

    /// <summary><c>race</c> (eager): the first outcome; the losers go on.</summary>
    Race,

    /// <summary><c>any</c> (eager): the first value, or the error <c>all rejected</c>.</summary>
    Any,

    /// <summary><c>select</c> (lazy): the first outcome; the losers are dropped.</summary>
    Select,

    /// <summary><c>select-biased</c> (lazy): a select that polls its branches from the first to the last each time.</summary>
    SelectBiased,
}
