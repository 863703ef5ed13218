using System.Runtime.ExceptionServices;

namespace Conformance.Reference.EventLoop;

/// <summary>Says whether an operation was asked to stop.</summary>
/// <remarks>Source: DOM Standard, Interface AbortSignal.</remarks>
public sealed class AbortSignal
{
    private readonly List<Action> listeners = [];
    private List<AbortSignal>? sources;
    private List<AbortSignal>? dependents;

    /// <summary>Whether it aborted.</summary>
    public bool Aborted { get; private set; }

    /// <summary>Why it aborted: the first reason stays.</summary>
    public object? Reason { get; private set; }

    /// <summary>A signal that aborts with the first of these, for the same reason.</summary>
    public static AbortSignal Any(params ReadOnlySpan<AbortSignal> signals)
    {
        var any = new AbortSignal();
        foreach (var signal in signals)
        {
            if (signal.Aborted)
            {
                any.Abort(signal.Reason);
                return any;
            }
        }

        foreach (var signal in signals)
        {
            foreach (var source in signal.sources ?? [signal])
                any.Follow(source);
        }

        return any;
    }

    /// <summary>Adds a function that runs once, inside the call that aborts, after those that were added before it. Never runs if the signal aborted already.</summary>
    /// <remarks>What it throws is an uncaught exception of the loop, at the next tick; the other listeners run nevertheless.</remarks>
    public void AddListener(Action listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (!Aborted)
            listeners.Add(listener);
    }

    /// <summary>Takes a listener back.</summary>
    public void RemoveListener(Action listener) => listeners.Remove(listener);

    /// <summary>Throws if it aborted.</summary>
    /// <exception cref="AbortException">It did.</exception>
    public void ThrowIfAborted()
    {
        if (Aborted)
            throw new AbortException(Reason);
    }

    internal void Abort(object? reason)
    {
        if (Aborted)
        {
            if (Is(EventLoopFault.LastReasonWins))
                Overwrite(reason);
            return;
        }

        // All signals that follow this one are marked before any listener runs (DOM Standard, signal abort).
        var marked = new List<AbortSignal>();
        Mark(reason, marked);
        foreach (var signal in marked)
            signal.RunListeners();
    }

    /// <summary>A signal that follows one that follows others follows those (DOM Standard, create a dependent abort signal).</summary>
    private void Follow(AbortSignal source)
    {
        sources ??= [];
        if (sources.Contains(source))
            return;
        sources.Add(source);
        (source.dependents ??= []).Add(this);
    }

    private void Mark(object? reason, List<AbortSignal> marked)
    {
        if (Aborted)
            return;
        Aborted = true;
        Reason = reason;
        marked.Add(this);
        foreach (var dependent in dependents ?? [])
            dependent.Mark(reason, marked);
    }

    private void RunListeners()
    {
        // A listener may take back one that has not run yet.
        while (listeners.Count > 0)
        {
            var next = listeners.Count > 1 && Is(EventLoopFault.NewestListenerFirst) ? listeners.Count - 1 : 0;
            var listener = listeners[next];
            listeners.RemoveAt(next);
            if (Is(EventLoopFault.ListenersRunLater))
            {
                EventLoop.Current.QueueMicrotask(listener);
                continue;
            }

            try
            {
                listener();
            }
            catch (Exception error) when (EventLoop.Running is not null && error is not ExitException)
            {
                // Neither whoever aborts nor the other listeners see it (DOM Standard, inner invoke: report the exception).
                EventLoop.Current.NextTick(() => ExceptionDispatchInfo.Throw(error));
            }
        }
    }

    private void Overwrite(object? reason)
    {
        Reason = reason;
        foreach (var dependent in dependents ?? [])
            dependent.Reason = reason;
    }

    private static bool Is(EventLoopFault fault) => EventLoop.Running?.Faults.Is(fault) ?? false;
}
