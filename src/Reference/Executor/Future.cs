using System.Runtime.CompilerServices;

namespace Conformance.Reference.Executor;

/// <summary>
/// A computation that does nothing until it is polled, and that completes once. <c>async Future F()</c> makes one; so does
/// a class that overrides <see cref="OnPoll"/>, for a leaf or a combinator.
/// </summary>
/// <remarks>
/// <para>It has one consumer: awaiting it uses it up, and awaiting or polling it after its end panics. <see cref="Shared{T}"/> is for many.</para>
/// <para>
/// <see cref="Drop"/> cancels it. Where an async method is suspended, first what it awaits is dropped, then its <c>finally</c> and
/// <c>using</c> blocks run, innermost first; they must not await. A method that was never polled runs nothing.
/// </para>
/// <para>
/// AsyncLocal values belong to the task: captured when it is spawned, kept from poll to poll, shared by all futures that are
/// polled inside it, never seen by another task.
/// </para>
/// <para>Rust: <c>std::future::Future</c>.</para>
/// </remarks>
[AsyncMethodBuilder(typeof(AsyncFutureMethodBuilder))]
public abstract class Future : IDisposable
{
    private Exception? fault;
    private protected State state;

    private protected enum State : byte
    {
        Unpolled,
        Suspended,
        Polling,
        Completed,
        Taken,
        Dropped,
    }

    /// <summary>Whether it has completed or was dropped: polling it now panics.</summary>
    public bool IsOver => state > State.Polling;

    /// <summary>Waits for all of these as one task, polled in the order given the first time and beginning with the next one each time. Completes with each one's value or error, by position.</summary>
    /// <remarks>A child that panics fails the whole at once; its siblings are dropped. Tokio: <c>join!</c>.</remarks>
    public static Future<Result<T>[]> Join<T>(params Future<T>[] futures) => new Join<T>(futures);

    /// <summary>Waits for all of these as one task. Completes with their values by position, or fails with the first error; the others are then dropped.</summary>
    /// <remarks>Tokio: <c>try_join!</c>.</remarks>
    public static Future<T[]> TryJoin<T>(params Future<T>[] futures) => new TryJoin<T>(futures);

    /// <summary>Gives way once: pending at the first poll, and polled again after what is ready now.</summary>
    /// <remarks>Tokio: <c>task::yield_now</c>.</remarks>
    public static Future YieldNow() => new YieldNow();

    /// <summary>Polls it.</summary>
    /// <param name="waker">Whom to wake after <see cref="Poll.Pending"/>; only the one of the last poll counts.</param>
    /// <exception cref="PanicException">It is over, or is being polled right now.</exception>
    public Poll PollWith(Waker waker)
    {
        if (state > State.Suspended)
            throw new PanicException(WhyNot());
        return PollInside(waker);
    }

    /// <summary>Cancels it unless it is over; drops what it owns before it returns.</summary>
    /// <exception cref="InvalidOperationException">It is being polled, or it awaited in a <c>finally</c> block while it was dropped.</exception>
    public void Drop()
    {
        if (state == State.Polling)
            throw new InvalidOperationException("A future cannot be dropped by its own code while it is polled.");
        if (IsOver)
            return;
        state = State.Dropped;
        OnDrop();
    }

    /// <summary>The same as <see cref="Drop"/>, so that <c>using</c> gives a future the scope of a local.</summary>
    public void Dispose()
    {
        Drop();
        GC.SuppressFinalize(this);
    }

    /// <summary>For <c>await</c>, inside an async method that returns a future.</summary>
    public FutureAwaiter GetAwaiter() => new(this);

    /// <summary>What it waits for, in a few words, for the message of a deadlock.</summary>
    public virtual string Describe() => GetType().Name;

    /// <summary>Goes on as far as possible. An exception completes the future with it.</summary>
    /// <param name="waker">Whom to wake after <see cref="Poll.Pending"/>.</param>
    protected abstract Poll OnPoll(Waker waker);

    /// <summary>Releases what it owns; called at most once, instead of any later poll.</summary>
    protected virtual void OnDrop() { }

    /// <summary>Drops all of these in order, even if one of them throws; then throws the first exception.</summary>
    internal static void DropAll(ReadOnlySpan<Future> futures)
    {
        Exception? failure = null;
        foreach (var future in futures)
            future.DropQuietly(ref failure);
        if (failure is not null)
            throw failure;
    }

    /// <summary>Drops it and keeps the first exception.</summary>
    internal void DropQuietly(ref Exception? failure)
    {
        try
        {
            Drop();
        }
        catch (Exception exception)
        {
            failure ??= exception;
        }
    }

    /// <summary>Polls without throwing: what is over answers Ready, and taking its result says why that was wrong.</summary>
    internal virtual Poll PollInside(Waker waker)
    {
        if (state > State.Suspended)
        {
            if (state == State.Taken && waker.Faults.Is(ExecutorFault.StaleResult))
                state = State.Completed;
            return Poll.Ready;
        }

        state = State.Polling;
        Poll poll;
        try
        {
            poll = OnPoll(waker);
        }
        catch (Exception exception)
        {
            fault = exception;
            poll = Poll.Ready;
        }

        state = poll.IsReady ? State.Completed : State.Suspended;
        return poll;
    }

    /// <summary>Whether a fault may poll it after its end: the code of an async method cannot run twice.</summary>
    internal virtual bool Reopens => true;

    /// <summary>Polls what is over, as no runtime must.</summary>
    internal void PollAgain(Waker waker)
    {
        state = State.Suspended;
        _ = PollInside(waker);
        state = State.Taken;
    }

    /// <summary>Completes with an exception when the current poll answers Ready.</summary>
    internal void Fail(Exception exception) => fault = exception;

    /// <summary>Completes with an exception, outside of any poll.</summary>
    internal void FailNow(Exception exception)
    {
        fault = exception;
        state = State.Completed;
    }

    /// <summary>Forgets what it failed with while it was dropped.</summary>
    internal Exception? ClearError()
    {
        var error = fault;
        fault = null;
        return error;
    }

    /// <summary>Makes whoever awaits it unwind.</summary>
    internal void Unwind(DropSignal signal)
    {
        state = State.Dropped;
        fault = signal;
    }

    /// <summary>Takes the error of a completed future, once; null when it has a value.</summary>
    internal Exception? TakeError()
    {
        if (state <= State.Suspended)
        {
            return new InvalidOperationException(
                "A future can be awaited only in an async method that itself returns Future or Future<T>. From other code, use Runtime.BlockOn or Runtime.Spawn."
            );
        }

        if (state != State.Completed)
            return fault as DropSignal ?? (Exception)new PanicException(WhyNot());
        state = State.Taken;
        return fault;
    }

    private string WhyNot() =>
        state switch
        {
            State.Polling => "polled by its own code while it is polled",
            State.Dropped => "polled after it was dropped",
            _ => PanicException.AfterCompletion,
        };
}
