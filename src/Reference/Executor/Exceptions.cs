namespace Conformance.Reference.Executor;

/// <summary>
/// A failure that unwinds the whole task: a combinator does not collect it but drops its other children and fails at once.
/// Any other exception is an error result. At the border of a task it becomes a <see cref="JoinException"/>.
/// </summary>
/// <param name="message">What went wrong.</param>
public sealed class PanicException(string message) : Exception(message)
{
    internal const string AfterCompletion = "polled after completion";
    internal const string ShutDown = "shut down";
    internal const string Poisoned = "shared future panicked";

    /// <summary>Whether it is the refusal of a BlockOn inside a task.</summary>
    public bool IsNestedBlockOn { get; internal init; }
}

/// <summary>What awaiting a <see cref="JoinHandle{T}"/> throws when the task panicked or was aborted. An error that a task threw passes as it is.</summary>
/// <remarks>Tokio: <c>JoinError</c>.</remarks>
public sealed class JoinException : Exception
{
    internal JoinException(Exception? panic)
        : base(panic is null ? "cancelled" : $"panic: {panic.Message}", panic) { }

    /// <summary>The task panicked; <see cref="Exception.InnerException"/> says with what.</summary>
    public bool IsPanic => InnerException is not null;

    /// <summary>The task was aborted, or the runtime shut down.</summary>
    public bool IsCancelled => InnerException is null;
}

/// <summary>A timeout expired before its future was ready.</summary>
public sealed class ElapsedException() : Exception("elapsed");

/// <summary>A value was sent into a channel that had been dropped.</summary>
public sealed class ChannelClosedException() : Exception("channel closed");

/// <summary>Permits were asked of a semaphore that had been closed by what it guards.</summary>
/// <remarks>Tokio: <c>AcquireError</c>.</remarks>
internal sealed class SemaphoreClosedException() : Exception("semaphore closed");

/// <summary>A simulated runtime found that nothing can run any more; the message says who waits for what.</summary>
/// <param name="message">Who waits for what.</param>
public sealed class DeadlockException(string message) : Exception(message);

/// <summary>A simulated runtime reached its limit of steps.</summary>
/// <param name="message">What ran last.</param>
public sealed class StepLimitException(string message) : Exception(message);

/// <summary>Unwinds a suspended async method that is dropped, so that its <c>finally</c> blocks and <c>using</c>s run.</summary>
internal sealed class DropSignal() : Exception("This future was dropped. Let this exception pass.");
