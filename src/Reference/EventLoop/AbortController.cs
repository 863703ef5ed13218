namespace Conformance.Reference.EventLoop;

/// <summary>Lets one piece of code ask others to stop. Nothing stops by itself: whoever holds the signal decides.</summary>
/// <remarks>Source: DOM Standard, Interface AbortController.</remarks>
public sealed class AbortController
{
    /// <summary>What the others observe.</summary>
    public AbortSignal Signal { get; } = new();

    /// <summary>Aborts: the listeners run now, inside this call. Only the first call has an effect.</summary>
    /// <param name="reason">Why; kept by the signal.</param>
    public void Abort(object? reason = null) => Signal.Abort(reason);
}
