namespace Conformance.Reference.EventLoop;

/// <summary>A promise together with its resolving functions. The first call counts; every later one is ignored.</summary>
/// <remarks>Source: ECMA-262, CreateResolvingFunctions and Promise.withResolvers.</remarks>
public sealed class Deferred<T>
{
    /// <summary>A pending promise of the current loop.</summary>
    /// <exception cref="InvalidOperationException">No event loop runs on this thread.</exception>
    public Deferred()
        : this(EventLoop.Current) { }

    internal Deferred(EventLoop loop) => Promise = new Promise<T>(loop);

    /// <summary>The promise that they settle.</summary>
    public Promise<T> Promise { get; }

    /// <summary>Fulfils with a value, or makes the promise follow another one. With itself: rejects with <see cref="SelfResolutionException"/>.</summary>
    public void Resolve(Resolution<T> resolution)
    {
        if (Claim())
            Promise.ResolveWith(in resolution);
    }

    /// <summary>Rejects.</summary>
    public void Reject(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (Claim())
            Promise.RejectWith(reason);
    }

    private bool Claim() => !Promise.IsResolved || Promise.Loop.Faults.Is(EventLoopFault.LastSettlementWins);
}
