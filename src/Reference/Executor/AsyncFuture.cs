using System.Reflection;
using System.Runtime.CompilerServices;

namespace Conformance.Reference.Executor;

/// <summary>The future of an async method: the box of its state machine, one allocation a call.</summary>
internal abstract class AsyncFuture<T> : Future<T>
{
    private const int SwallowLimit = 1000;

    // What the method awaits now. Null before the first poll and after the end.
    private Future? awaited;
    private ExecutorFaults faults = ExecutorFaults.None;

    internal override bool Reopens => false;

    public override string Describe() => awaited?.Describe() ?? "its first poll";

    internal void SetResult(T result)
    {
        SetValue(result);
        awaited = null;
    }

    internal void SetException(Exception exception)
    {
        Fail(exception);
        awaited = null;
    }

    internal void Await(Future future) => awaited = future;

    protected abstract void MoveNext();

    protected abstract bool Holds(DropSignal signal);

    protected sealed override Poll OnPoll(Waker waker)
    {
        if (!ReferenceEquals(faults, waker.Faults))
            faults = waker.Faults;
        while (true)
        {
            if (awaited is { } child)
            {
                var poll = child.PollInside(waker);
                if (!poll.IsReady)
                    return poll;
                awaited = null;
            }

            MoveNext();
            if (awaited is null)
                return Poll.Ready;
            if (waker.Faults.Is(ExecutorFault.AwaitAlwaysSuspends))
            {
                waker.Wake();
                return Poll.Pending;
            }
        }
    }

    protected sealed override void OnDrop()
    {
        if (awaited is null)
            return;
        Exception? failure = null;
        var signal = new DropSignal();
        for (var swallowed = 0; awaited is { } child; swallowed++)
        {
            if (swallowed > 0 && Holds(signal))
            {
                failure ??= new InvalidOperationException(
                    "An await inside a finally or catch block was refused because the future is being dropped: "
                        + "cleaning up must not wait. Spawn a task for it, or do it synchronously."
                );
            }

            if (swallowed == SwallowLimit)
            {
                failure ??= new InvalidOperationException(
                    $"A dropped future caught the exception that unwinds it {SwallowLimit} times: let it pass, or catch narrower types."
                );
                break;
            }

            if (!faults.Is(ExecutorFault.DropForgetsWhatIsAwaited))
                child.DropQuietly(ref failure);
            child.Unwind(signal);
            awaited = null;
            MoveNext();
        }

        // What the method threw while it unwound, such as an exception of a finally block.
        if (ClearError() is { } thrown and not DropSignal)
            failure ??= thrown;
        if (failure is not null)
            throw failure;
    }
}

/// <summary>The box of one state machine type.</summary>
internal sealed class AsyncFuture<T, TStateMachine> : AsyncFuture<T>
    where TStateMachine : IAsyncStateMachine
{
    internal TStateMachine Machine = default!;

    protected override void MoveNext() => Machine.MoveNext();

    /// <summary>Whether the method waits in a finally or catch block that will rethrow the signal: the compiler keeps it in a field.</summary>
    protected override bool Holds(DropSignal signal)
    {
        foreach (var field in Machine.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (field.FieldType.IsAssignableFrom(typeof(DropSignal)) && ReferenceEquals(field.GetValue(Machine), signal))
                return true;
        }

        return false;
    }
}
