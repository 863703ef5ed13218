using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>A suspended async method. The box itself is the reaction that resumes it: awaiting allocates nothing.</summary>
internal abstract class AsyncBox : Reaction
{
    private ExecutionContext? context;

    /// <summary>The promise it awaits, for diagnostics; null while it runs or gives way.</summary>
    internal PromiseCore? Awaited { get; private set; }

    /// <summary>Whether a fault keeps it from going on.</summary>
    internal bool Parked { get; set; }

    /// <summary>The promise of the method's own outcome.</summary>
    internal required PromiseCore Promise { get; init; }

    /// <summary>The name of the method, for diagnostics.</summary>
    internal abstract string Method { get; }

    /// <summary>Suspends a method: makes its box at the first <c>await</c> and registers that with the awaiter.</summary>
    internal static void Suspend<TAwaiter, TMachine>(PromiseCore promise, ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine
    {
        // The promise is in the builder already, so that the copy of the machine in the box shares it.
        var box = promise.Payload as AsyncBox<TMachine>;
        if (box is null)
        {
            box = new AsyncBox<TMachine> { Promise = promise };
            promise.Payload = box;
            box.Machine = machine;
        }

        if (awaiter is not IPromiseAwaiter own)
        {
            promise.Loop.Fail(ForeignAwaiter(typeof(TAwaiter), box.Method));
            return;
        }

        box.context = ExecutionContext.Capture();
        try
        {
            own.Register(box);
        }
        catch (Exception error)
        {
            // Were it to escape from here, the method would be resumed twice: once with this error, once by what it registered with.
            promise.Loop.Fail(error);
        }
    }

    internal static NotSupportedException ForeignMethod() =>
        new("A promise can be awaited only in an async method that returns Promise or Promise<T>: change the method's return type.");

    internal void WaitFor(PromiseCore promise)
    {
        Awaited = promise;
        if (Promise.Loop.Faults.Any)
            AwaitFaults.Register(promise, this);
        else
            promise.AddReaction(this);
    }

    internal override void Run(EventLoop loop)
    {
        if (loop.Faults.Any && AwaitFaults.Parks(this))
            return;
        Awaited = null;
        var home = loop.Context;
        if (ReferenceEquals(context, home) || context is null)
        {
            MoveNext();
        }
        else
        {
            ExecutionContext.Restore(context);
            MoveNext();
        }

        if (!ReferenceEquals(ExecutionContext.Capture(), home))
            ExecutionContext.Restore(home);
    }

    /// <summary>Runs the method to its next <c>await</c> or its end. Never throws: the method's errors are its promise's.</summary>
    private protected abstract void MoveNext();

    private static NotSupportedException ForeignAwaiter(Type awaiter, string method)
    {
        var name = awaiter.FullName ?? awaiter.Name;
        var replacement = name.StartsWith("System.Runtime.CompilerServices.YieldAwaitable", StringComparison.Ordinal)
            ? "use `await Promise.Resolve()` to give way"
            : "use loop.Sleep instead of Task.Delay, loop.Offload instead of Task.Run, or settle a Deferred<T> from a callback of the loop";
        return new NotSupportedException(
            $"The async method \"{method}\" awaits something that would resume it off the loop's thread ({name}). Only promises can be awaited in it: {replacement}."
        );
    }
}

/// <summary>The box of one kind of state machine.</summary>
internal sealed class AsyncBox<TMachine> : AsyncBox
    where TMachine : IAsyncStateMachine
{
    internal TMachine Machine = default!;

    internal override string Method
    {
        get
        {
            // The compiler calls the machine of a method F `<F>d__1`.
            var name = typeof(TMachine).Name;
            var end = name.IndexOf('>');
            return end > 1 ? name[1..end] : name;
        }
    }

    private protected override void MoveNext() => Machine.MoveNext();
}
