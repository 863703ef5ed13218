namespace Conformance.Spec.Programs;

/// <summary>What to do about a name that a statement cannot be about.</summary>
internal static class Advice
{
    /// <summary>What to do when the name stands for something of another kind.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="symbol">What the name stands for.</param>
    public static string For(Statement statement, Symbol symbol) =>
        (statement, symbol.Kind) switch
        {
            (AwaitNext, _) when symbol.Role != SymbolRole.Computation => "what has a next is made first, as in \"c = channel 1\"",
            _ when symbol.Role != SymbolRole.Computation => "",
            (Send, _) => "make a channel first, as in \"c = channel 1\"",
            (Await, ComputationKind.Shared) => "await it without \"&\": it can be awaited any number of times",
            (Abort, ComputationKind.Channel or ComputationKind.Interval) => "only what runs can be aborted",
            (AwaitNext, var kind) when Kinds.LazyAwaitable.Has(kind) => $"it ends once: write \"await {symbol.Name}\"",
            (Acquire or Notified or Release or NotifyOne or NotifyWaiters, _) => "",
            (_, var kind) when Kinds.Streams.Has(kind) => $"its outcomes are awaited one at a time: write \"next {symbol.Name}\"",
            (_, ComputationKind.Semaphore) => $"wait for a permit of it: write \"a = acquire {symbol.Name}\" and \"await a\"",
            (_, ComputationKind.Notify) => $"wait until it notifies: write \"w = notified {symbol.Name}\" and \"await w\"",
            _ => "",
        };

    /// <summary>What to do when nothing has the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kinds">What it should stand for.</param>
    public static string ForMissing(string name, Kinds kinds)
    {
        var made =
            kinds.Has(ComputationKind.Async) ? "async { … }"
            : kinds.Has(ComputationKind.JoinSet) ? "join-set"
            : kinds.Has(ComputationKind.Semaphore) ? "semaphore 1"
            : kinds.Has(ComputationKind.Notify) ? "notify"
            : kinds.Has(ComputationKind.Channel) ? "channel 1"
            : kinds.Has(ComputationKind.Probe) ? "probe 1"
            : kinds.Has(ComputationKind.Controller) ? "controller"
            : "";
        return made.Length == 0 || !Words.IsName(name) ? "" : $"make it first, as in \"{name} = {made}\"";
    }
}
