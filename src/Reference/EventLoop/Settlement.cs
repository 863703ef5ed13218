namespace Conformance.Reference.EventLoop;

/// <summary>How one input of <see cref="Promise.AllSettled{T}"/> was settled.</summary>
/// <param name="Value">The value, when it was fulfilled.</param>
/// <param name="Reason">The error, when it was rejected; else null.</param>
public readonly record struct Settlement<T>(T? Value, Exception? Reason)
{
    /// <summary>Whether it was fulfilled.</summary>
    public bool IsFulfilled => Reason is null;
}
