using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Conformance.Reference.Executor;

/// <summary>Awaits a future and returns how it completed, error or not, as data. Allocates nothing.</summary>
public readonly struct Settled<T> : ICriticalNotifyCompletion, IFutureAwaiter
{
    private readonly Future<T> future;

    internal Settled(Future<T> future) => this.future = future;

    /// <summary>False: see the remarks of <see cref="FutureAwaiter"/>.</summary>
    public bool IsCompleted => false;

    Future IFutureAwaiter.Awaited => future;

    /// <summary>For <c>await</c>.</summary>
    public Settled<T> GetAwaiter() => this;

    /// <summary>How it completed.</summary>
    public Result<T> GetResult()
    {
        var result = future.Take();
        if (result.Error is DropSignal signal)
            ExceptionDispatchInfo.Throw(signal);
        return result;
    }

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void OnCompleted(Action continuation) => continuation();

    /// <summary>For other builders than ours, which cannot poll: goes on at once, to an exception that says so.</summary>
    public void UnsafeOnCompleted(Action continuation) => continuation();
}
