using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Conformance.Reference.Executor;

/// <summary>How an async method that returns a future sees what it awaits.</summary>
internal interface IFutureAwaiter
{
    /// <summary>What is awaited.</summary>
    Future Awaited { get; }
}

/// <summary>Awaits a future without a value.</summary>
/// <remarks>
/// Never complete by itself: the method that awaits hands the future to its own <see cref="Future.PollWith"/>, which polls it at
/// once and goes on without giving way when it is ready. So no ambient context is needed, and every await is a place to unwind from.
/// </remarks>
public readonly struct FutureAwaiter : ICriticalNotifyCompletion, IFutureAwaiter
{
    private readonly Future future;

    internal FutureAwaiter(Future future) => this.future = future;

    /// <summary>False: see the remarks of the type.</summary>
    public bool IsCompleted => false;

    Future IFutureAwaiter.Awaited => future;

    /// <summary>Throws what the future failed with, if it did.</summary>
    public void GetResult()
    {
        if (future.TakeError() is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void OnCompleted(Action continuation) => continuation();

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void UnsafeOnCompleted(Action continuation) => continuation();
}

/// <summary>Awaits a future.</summary>
public readonly struct FutureAwaiter<T> : ICriticalNotifyCompletion, IFutureAwaiter
{
    private readonly Future<T> future;

    internal FutureAwaiter(Future<T> future) => this.future = future;

    /// <summary>False: see the remarks of <see cref="FutureAwaiter"/>.</summary>
    public bool IsCompleted => false;

    Future IFutureAwaiter.Awaited => future;

    /// <summary>The value; throws what the future failed with, if it did.</summary>
    public T GetResult() => future.Take().Value;

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void OnCompleted(Action continuation) => continuation();

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void UnsafeOnCompleted(Action continuation) => continuation();
}
