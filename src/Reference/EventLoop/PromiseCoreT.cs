namespace Conformance.Reference.EventLoop;

/// <summary>A promise with a value of this type, or of none: <see cref="Unit"/>.</summary>
public abstract class PromiseCore<T> : PromiseCore
{
    private protected PromiseCore(EventLoop loop)
        : base(loop) { }

    internal T Value { get; private set; } = default!;

    /// <summary>The value, or throws the reason; for awaiters that run after settlement.</summary>
    internal T Take()
    {
        if (State == PromiseState.Fulfilled)
            return Value;
        if (State == PromiseState.Rejected)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(Reason!);
        throw new InvalidOperationException(
            "The promise is pending: nothing may block the loop's thread for it. Use `await` in an async method, or Then."
        );
    }

    internal void Fulfil(T value)
    {
        IsResolved = true;
        Payload = null;
        Value = value;
        State = PromiseState.Fulfilled;
        Trigger();
    }

    /// <summary>Settles with a value, or follows a promise (ECMA-262, Promise Resolve Functions).</summary>
    internal void ResolveWith(in Resolution<T> resolution)
    {
        if (resolution.Promise is { } promise)
            Follow(promise);
        else
            Fulfil(resolution.Value);
    }

    /// <summary>
    /// From here on it settles as <paramref name="promise"/> does. Costs two jobs more than a plain value: one calls
    /// <c>then</c> on that promise, the reaction is the other (ECMA-262, NewPromiseResolveThenableJob).
    /// </summary>
    internal void Follow(PromiseCore<T> promise)
    {
        IsResolved = !Loop.Faults.Is(EventLoopFault.FollowWithoutLock);
        if (ReferenceEquals(promise, this))
        {
            if (Loop.Faults.Is(EventLoopFault.SelfResolutionFulfils))
                Fulfil(default!);
            else
                RejectWith(new SelfResolutionException());
            return;
        }

        var reaction = new FollowReaction<T>(promise, this);
        if (Loop.Faults.Is(EventLoopFault.FreeAdoption))
            reaction.SettleOrRegister();
        else
            Loop.Enqueue(reaction);
    }

    /// <summary>Settles as a settled promise did.</summary>
    internal void SettleLike(PromiseCore<T> promise)
    {
        if (promise.State == PromiseState.Fulfilled)
            Fulfil(promise.Value);
        else
            RejectWith(promise.Reason!);
    }
}
