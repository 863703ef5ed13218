namespace Conformance.Reference.EventLoop;

/// <summary>The state of a promise (ECMA-262, [[PromiseState]]).</summary>
public enum PromiseState : byte
{
    /// <summary>Not settled yet.</summary>
    Pending,

    /// <summary>Settled with a value.</summary>
    Fulfilled,

    /// <summary>Settled with an error.</summary>
    Rejected,
}
