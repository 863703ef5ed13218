using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>A promise without a value: what an <c>async Promise</c> method returns. Also the home of the functions that make promises.</summary>
/// <remarks>Source: ECMA-262, Properties of the Promise Constructor. See <see cref="Promise{T}"/> for the semantics.</remarks>
[AsyncMethodBuilder(typeof(PromiseMethodBuilder))]
public sealed partial class Promise : PromiseCore<Unit>
{
    internal Promise(EventLoop loop)
        : base(loop) { }

    /// <summary>Runs an executor at once, exactly once, and returns the promise that it settles; what it throws rejects the promise.</summary>
    /// <param name="executor">Gets the two resolving functions; the first call of either counts, now or later.</param>
    /// <exception cref="InvalidOperationException">No event loop runs on this thread.</exception>
    public static Promise<T> Create<T>(Action<Deferred<T>> executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        var loop = EventLoop.Current;
        var deferred = new Deferred<T>(loop);
        if (loop.Faults.Is(EventLoopFault.LateExecutor))
            loop.Enqueue(new ExecutorJob<T>(deferred, executor));
        else
            ExecutorJob<T>.Execute(loop, deferred, executor);
        return deferred.Promise;
    }

    /// <summary>A promise that is fulfilled already.</summary>
    public static Promise<T> Resolve<T>(T value)
    {
        var promise = new Promise<T>(EventLoop.Current);
        promise.Fulfil(value);
        return promise;
    }

    /// <summary>A promise that is rejected already.</summary>
    public static Promise<T> Reject<T>(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var promise = new Promise<T>(EventLoop.Current);
        promise.RejectWith(reason);
        return promise;
    }

    /// <summary>A promise without a value that is fulfilled already; awaiting it gives way for one microtask.</summary>
    public static Promise Resolve() => EventLoop.Current.Nothing;

    /// <summary>For the compiler: awaits it.</summary>
    public PromiseAwaiter GetAwaiter() => new(this);

    /// <summary>As <see cref="Promise{T}.Adopt"/>.</summary>
    public AdoptAwaitable<Unit> Adopt() => new(this);
}
