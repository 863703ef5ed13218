using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Conformance.Reference.EventLoop;

/// <summary>For the compiler: builds <c>async Promise&lt;T&gt;</c> methods. A method that never awaits makes no box.</summary>
/// <remarks>An <see cref="AsyncLocal{T}"/> that a method sets is seen after its own awaits, and never by its caller.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PromiseMethodBuilder<T>
{
    private Promise<T>? promise;

    /// <summary>The promise of the method's outcome.</summary>
    public Promise<T> Task => promise ??= new Promise<T>(EventLoop.Current);

    /// <summary>Begins a method.</summary>
    public static PromiseMethodBuilder<T> Create() => default;

    /// <summary>Runs the body at once, to its first <c>await</c>.</summary>
    public void Start<TMachine>(ref TMachine stateMachine)
        where TMachine : IAsyncStateMachine
    {
        if (EventLoop.Current.Faults.Any && StartFaults.Delays(Task, ref stateMachine))
            return;

        // The framework's own Start undoes what the body does to the execution context; it keeps nothing else of its builder.
        default(AsyncTaskMethodBuilder).Start(ref stateMachine);
    }

    /// <summary>Not used: the box holds the machine itself.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) { }

    /// <summary>Settles with the method's value.</summary>
    public void SetResult(T result) => Task.Fulfil(result);

    /// <summary>Settles with what the method threw, unless that ends the run.</summary>
    public void SetException(Exception exception)
    {
        if (exception is ExitException)
            ExceptionDispatchInfo.Throw(exception);
        Task.RejectWith(exception);
    }

    /// <summary>Suspends the method.</summary>
    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine => AsyncBox.Of(Task, ref stateMachine).Suspend(ref awaiter);

    /// <summary>Suspends the method.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine => AsyncBox.Of(Task, ref stateMachine).Suspend(ref awaiter);
}
