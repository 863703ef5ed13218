namespace Conformance.Reference.EventLoop;

/// <summary>An operation was aborted through its signal (DOM, AbortError).</summary>
/// <param name="reason">What the controller said, or null.</param>
public sealed class AbortException(object? reason) : Exception("The operation was aborted.")
{
    /// <summary>What the controller said, or null.</summary>
    public object? Reason { get; } = reason;
}
