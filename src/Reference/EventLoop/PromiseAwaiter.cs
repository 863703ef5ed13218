using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>Awaits a promise with a value. Never completes synchronously: an <c>await</c> always suspends (ECMA-262, Await).</summary>
public readonly struct PromiseAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly Promise<T> promise;

    internal PromiseAwaiter(Promise<T> promise) => this.promise = promise;

    /// <summary>False, also for a settled promise.</summary>
    public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.SettledAwaitContinues);

    /// <summary>The value, or throws the reason.</summary>
    public T GetResult() => promise.Take();

    /// <summary>Has the method continue as a reaction of the promise: a microtask.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <summary>Has the method continue as a reaction of the promise: a microtask.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (promise.Loop.TakeSuspending() is { } box)
            box.WaitFor(promise);
        else
            promise.AddReaction(new ContinuationReaction(continuation));
    }
}

/// <summary>Awaits a promise without a value. Never completes synchronously: an <c>await</c> always suspends (ECMA-262, Await).</summary>
public readonly struct PromiseAwaiter : ICriticalNotifyCompletion
{
    private readonly Promise promise;

    internal PromiseAwaiter(Promise promise) => this.promise = promise;

    /// <summary>False, also for a settled promise.</summary>
    public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.SettledAwaitContinues);

    /// <summary>Throws the reason if there is one.</summary>
    public void GetResult() => promise.Take();

    /// <summary>Has the method continue as a reaction of the promise: a microtask.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <summary>Has the method continue as a reaction of the promise: a microtask.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (promise.Loop.TakeSuspending() is { } box)
            box.WaitFor(promise);
        else
            promise.AddReaction(new ContinuationReaction(continuation));
    }
}
