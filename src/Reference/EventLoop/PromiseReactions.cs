namespace Conformance.Reference.EventLoop;

/// <summary>
/// What reacts to a promise. A handler never runs inside these calls: it is a microtask once the promise is settled. The promise that
/// they return has the handler's outcome; a handler that returns a promise costs two microtasks more than one that returns a value.
/// </summary>
/// <remarks>Source: ECMA-262, Properties of the Promise Prototype Object.</remarks>
public static class PromiseReactions
{
    /// <summary>Reacts to either outcome, with a value or a promise.</summary>
    public static Promise<TResult> Then<T, TResult>(
        this PromiseCore<T> promise,
        Func<T, Resolution<TResult>> onFulfilled,
        Func<Exception, Resolution<TResult>> onRejected
    )
    {
        ArgumentNullException.ThrowIfNull(onRejected);
        return React(promise, onFulfilled, onRejected);
    }

    /// <summary>Reacts to fulfilment with a value.</summary>
    public static Promise<TResult> Then<T, TResult>(this PromiseCore<T> promise, Func<T, TResult> onFulfilled) =>
        React(promise, value => Resolution<TResult>.Of(onFulfilled(value)), null);

    /// <summary>Reacts to fulfilment with a promise, which the result follows.</summary>
    public static Promise<TResult> Then<T, TResult>(this PromiseCore<T> promise, Func<T, Promise<TResult>> onFulfilled) =>
        React(promise, value => Resolution<TResult>.Of(onFulfilled(value)), null);

    /// <summary>Reacts to fulfilment.</summary>
    public static Promise<Unit> Then<T>(this PromiseCore<T> promise, Action<T> onFulfilled) =>
        React(
            promise,
            value =>
            {
                onFulfilled(value);
                return Resolution<Unit>.Of(default(Unit));
            },
            null
        );

    /// <summary>Reacts to rejection; a value passes through.</summary>
    public static Promise<T> Catch<T>(this PromiseCore<T> promise, Func<Exception, Resolution<T>> onRejected)
    {
        ArgumentNullException.ThrowIfNull(onRejected);
        return React(promise, static value => Resolution<T>.Of(value), onRejected);
    }

    /// <summary>Reacts to rejection with a value.</summary>
    public static Promise<T> Catch<T>(this PromiseCore<T> promise, Func<Exception, T> onRejected) =>
        promise.Catch(error => Resolution<T>.Of(onRejected(error)));

    /// <summary>Reacts to either outcome, which passes through unless the handler throws.</summary>
    public static Promise<T> Finally<T>(this PromiseCore<T> promise, Action onFinally)
    {
        ArgumentNullException.ThrowIfNull(onFinally);
        return promise.Finally(() =>
        {
            onFinally();
            return promise.Loop.Nothing;
        });
    }

    /// <summary>Reacts to either outcome, which passes through once the promise of the handler is fulfilled; when that is rejected, its reason replaces the outcome.</summary>
    /// <remarks>Costs what ECMA-262, Promise.prototype.finally costs: the handler's result is a promise of its own, and the result of that <c>then</c> is adopted.</remarks>
    public static Promise<T> Finally<T>(this PromiseCore<T> promise, Func<PromiseCore<Unit>> onFinally)
    {
        ArgumentNullException.ThrowIfNull(promise);
        ArgumentNullException.ThrowIfNull(onFinally);
        return PassThrough(promise, onFinally);
    }

    internal static Promise<T> PassThrough<T, TIgnored>(PromiseCore<T> promise, Func<PromiseCore<TIgnored>> onFinally) =>
        React(
            promise,
            value =>
            {
                var result = onFinally();
                return promise.Loop.Faults.Is(EventLoopFault.FinallyPassesEarly)
                    ? Resolution<T>.Of(value)
                    : Resolution<T>.Of(React(result, ignored => Resolution<T>.Of(PassOn(promise, value, ignored)), null));
            },
            error => Resolution<T>.Of(React<TIgnored, T>(onFinally(), _ => throw error, null))
        );

    private static T PassOn<T, TIgnored>(PromiseCore<T> promise, T value, TIgnored ignored) =>
        promise.Loop.Faults.Is(EventLoopFault.FinallyReplacesTheValue) && ignored is T replaced ? replaced : value;

    /// <summary>Without <paramref name="onRejected"/> a rejection passes through.</summary>
    internal static Promise<TResult> React<T, TResult>(
        PromiseCore<T> promise,
        Func<T, Resolution<TResult>> onFulfilled,
        Func<Exception, Resolution<TResult>>? onRejected
    )
    {
        ArgumentNullException.ThrowIfNull(promise);
        ArgumentNullException.ThrowIfNull(onFulfilled);
        var result = new Promise<TResult>(promise.Loop);
        promise.AddReaction(new ThenReaction<T, TResult>(promise, result, onFulfilled, onRejected));
        return result;
    }
}
