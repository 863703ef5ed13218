using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>An awaiter of this runtime: it can register the box of a state machine without a delegate.</summary>
internal interface IPromiseAwaiter
{
    /// <summary>Has the box run when the awaited thing is there.</summary>
    void Register(AsyncBox box);
}

/// <summary>Awaits a promise with a value. Never completes synchronously: an <c>await</c> always suspends (ECMA-262, Await).</summary>
public readonly struct PromiseAwaiter<T> : ICriticalNotifyCompletion, IPromiseAwaiter
{
    private readonly Promise<T> promise;

    internal PromiseAwaiter(Promise<T> promise) => this.promise = promise;

    /// <summary>False, also for a settled promise.</summary>
    public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.SettledAwaitContinues);

    /// <summary>The value, or throws the reason.</summary>
    public T GetResult() => promise.Take();

    /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
    public void OnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

    /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
    public void UnsafeOnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

    void IPromiseAwaiter.Register(AsyncBox box) => box.WaitFor(promise);
}

/// <summary>Awaits a promise without a value. Never completes synchronously: an <c>await</c> always suspends (ECMA-262, Await).</summary>
public readonly struct PromiseAwaiter : ICriticalNotifyCompletion, IPromiseAwaiter
{
    private readonly Promise promise;

    internal PromiseAwaiter(Promise promise) => this.promise = promise;

    /// <summary>False, also for a settled promise.</summary>
    public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.SettledAwaitContinues);

    /// <summary>Throws the reason if there is one.</summary>
    public void GetResult() => promise.Take();

    /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
    public void OnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

    /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
    public void UnsafeOnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

    void IPromiseAwaiter.Register(AsyncBox box) => box.WaitFor(promise);
}
