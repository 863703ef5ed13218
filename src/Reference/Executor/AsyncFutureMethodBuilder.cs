using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Conformance.Reference.Executor;

/// <summary>Lets the compiler make a lazy <see cref="Future{T}"/> of an async method.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct AsyncFutureMethodBuilder<T>
{
    private AsyncFuture<T>? future;

    /// <summary>The future that the method returns.</summary>
    public readonly Future<T> Task => future!;

    /// <summary>1. A builder, part of the state machine.</summary>
    public static AsyncFutureMethodBuilder<T> Create() => default;

    /// <summary>2. Boxes the machine and does not start it: a future is inert.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var box = new AsyncFuture<T, TStateMachine>();

        // This builder is a field of the machine: it must know its box before the machine is copied into it.
        future = box;
        box.Machine = stateMachine;
    }

    /// <summary>Not used: the machine is boxed at the start.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) { }

    /// <summary>3. An await: remembers what is awaited; the current poll polls it.</summary>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => Await(ref awaiter);

    /// <summary>3. An await: remembers what is awaited; the current poll polls it.</summary>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => Await(ref awaiter);

    /// <summary>4. The method returned.</summary>
    public readonly void SetResult(T result) => future!.SetResult(result);

    /// <summary>4. The method threw.</summary>
    public readonly void SetException(Exception exception) => future!.SetException(exception);

    private readonly void Await<TAwaiter>(ref TAwaiter awaiter)
    {
        if (awaiter is IFutureAwaiter)
        {
            future!.Await(((IFutureAwaiter)awaiter).Awaited);
            return;
        }

        // Resuming it would leave the runtime's threads, and throwing here would be caught by the method itself.
        future!.SetException(
            new PanicException(
                $"\"{typeof(TAwaiter).Name}\" cannot be awaited in a future: it would resume outside the runtime. "
                    + "Use Runtime.Sleep instead of Task.Delay, Future.YieldNow instead of Task.Yield, Runtime.Spawn or Runtime.SpawnBlocking instead of Task.Run."
            )
        );
    }
}

/// <summary>Lets the compiler make a lazy <see cref="Future"/> of an async method without a result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct AsyncFutureMethodBuilder
{
    private AsyncFutureMethodBuilder<Unit> builder;

    /// <summary>The future that the method returns.</summary>
    public readonly Future Task => builder.Task;

    /// <summary>1. A builder, part of the state machine.</summary>
    public static AsyncFutureMethodBuilder Create() => default;

    /// <summary>2. Boxes the machine and does not start it.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => builder.Start(ref stateMachine);

    /// <summary>Not used: the machine is boxed at the start.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) { }

    /// <summary>3. An await.</summary>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>3. An await.</summary>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>4. The method returned.</summary>
    public readonly void SetResult() => builder.SetResult(default);

    /// <summary>4. The method threw.</summary>
    public readonly void SetException(Exception exception) => builder.SetException(exception);
}
