namespace Conformance.Reference.EventLoop;

/// <summary>What every promise is, whatever its value: a state, and the reactions that wait for it. Use <see cref="Promise{T}"/> or <see cref="Promise"/>.</summary>
/// <remarks>ECMA-262, Properties of Promise Instances. Not thread-safe: a promise belongs to the thread of its loop.</remarks>
public abstract class PromiseCore
{
    internal readonly EventLoop Loop;

    // While pending: the box of the async method that settles it, if one does. Once rejected: the reason.
    internal object? Payload;
    private Reaction? last;

    private protected PromiseCore(EventLoop loop) => Loop = loop;

    /// <summary>Its state.</summary>
    public PromiseState State { get; private protected set; }

    /// <summary>The error it was rejected with, else null.</summary>
    public Exception? Reason => State == PromiseState.Rejected ? (Exception)Payload! : null;

    /// <summary>Whether something reacts, or once reacted, to it (ECMA-262, [[PromiseIsHandled]]).</summary>
    public bool IsHandled { get; private set; }

    /// <summary>Whether a resolving function was called already: later calls have no effect (ECMA-262, [[AlreadyResolved]]).</summary>
    internal bool IsResolved { get; private protected set; }

    /// <summary>Whether its rejection was reported as unhandled.</summary>
    internal bool IsReported { get; set; }

    /// <summary>Registers a reaction; it never runs before the caller has returned to the loop (ECMA-262, PerformPromiseThen).</summary>
    internal void AddReaction(Reaction reaction)
    {
        if (Loop.Faults.Any && FaultyReactions.Add(this, reaction))
            return;
        if (State == PromiseState.Pending)
            Append(reaction);
        else
            Loop.Enqueue(reaction);
        MarkHandled();
    }

    internal void MarkHandled()
    {
        if (State == PromiseState.Rejected && !IsHandled)
            Loop.Rejections.Handled(this);
        IsHandled = true;
    }

    internal void Append(Reaction reaction)
    {
        if (last is null)
        {
            reaction.Next = reaction;
        }
        else
        {
            reaction.Next = last.Next;
            last.Next = reaction;
        }

        last = reaction;
    }

    internal void RejectWith(Exception reason)
    {
        IsResolved = true;
        Payload = reason;
        State = PromiseState.Rejected;
        if (!IsHandled)
            Loop.Rejections.Unhandled(this);
        Trigger();
    }

    /// <summary>Queues the reactions in the order of their registration (ECMA-262, TriggerPromiseReactions).</summary>
    private protected void Trigger()
    {
        if (last is not { } end)
            return;
        last = null;
        var reaction = end.Next!;
        while (true)
        {
            var next = reaction.Next!;
            reaction.Next = null;
            if (Loop.Faults.Is(EventLoopFault.InlineReactions))
                reaction.Run(Loop);
            else
                Loop.Enqueue(reaction);
            if (ReferenceEquals(reaction, end))
                return;
            reaction = next;
        }
    }
}
