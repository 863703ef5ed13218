namespace Conformance.Reference.Executor;

/// <summary>
/// The result of a task or blocking job that runs on its own. Awaiting it gives the value or throws what the task threw; a panic
/// or an abort throws <see cref="JoinException"/>. Dropping it detaches: the task goes on.
/// </summary>
/// <remarks>Tokio: <c>task::JoinHandle</c>.</remarks>
public sealed class JoinHandle<T> : Future<T>
{
    private readonly IJoinable task;

    // A Future<T>, a Future when T is Unit, or a BlockingWork<T>.
    private readonly object source;
    private bool polled;

    internal JoinHandle(IJoinable task, object source)
    {
        this.task = task;
        this.source = source;
    }

    /// <summary>The name that the task was given, or a number.</summary>
    public string Name => task.Name;

    /// <summary>
    /// Asks the task to end; returns at once. Before its first poll its body never runs; where it is suspended it is dropped when the
    /// scheduler next runs it; a poll in progress goes on, and wins if it completes; after the end nothing happens. A blocking job that
    /// has started goes on; one that waits for a thread is cancelled when a thread takes it.
    /// </summary>
    public void Abort() => task.Abort();

    /// <summary>Gives up the result; the task goes on. The same as <see cref="Future.Drop"/>.</summary>
    public void Detach() => Drop();

    /// <inheritdoc/>
    public override string Describe() => $"task \"{task.Name}\"";

    /// <inheritdoc/>
    protected override Poll OnPoll(Waker waker)
    {
        polled = true;
        if (!task.Register(waker))
            return Poll.Pending;
        var result = task.Failure is { } failure ? new Result<T>(default!, failure) : TakeResult(waker);
        if (result.Error is { } error)
            Fail(error);
        else
            SetValue(result.Value);
        return Poll.Ready;
    }

    /// <inheritdoc/>
    protected override void OnDrop()
    {
        if (polled)
            task.Unregister();
        if (task.IsAbortedByDrop(polled))
            task.Abort();
    }

    private Result<T> TakeResult(Waker waker)
    {
        var result = source switch
        {
            Future<T> future => future.Take(),
            Future future => new Result<T>(default!, future.TakeError()),
            _ when task.Error is { } error => new Result<T>(default!, error),
            _ => new Result<T>(((BlockingWork<T>)source).Result, null),
        };
        if (result.Error is not PanicException panic)
            return result;
        return waker.Faults.Is(ExecutorFault.PanicBecomesValue) ? default : new Result<T>(default!, new JoinException(panic));
    }
}
