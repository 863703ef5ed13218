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

    /// <summary>Whether a fault cancelled it.</summary>
    internal bool Dropped { get; set; }

    /// <summary>The promise of the method's own outcome.</summary>
    internal required PromiseCore Promise { get; init; }

    /// <summary>The name of the method, for diagnostics.</summary>
    internal abstract string Method { get; }

    /// <summary>Finds the box of a method, or makes it at the method's first <c>await</c>.</summary>
    internal static AsyncBox Of<TMachine>(PromiseCore promise, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var box = promise.Payload as AsyncBox<TMachine>;
        if (box is null)
        {
            // The promise is in the builder already, so that the copy of the machine in the box shares it.
            box = new AsyncBox<TMachine> { Promise = promise };
            promise.Payload = box;
            box.Machine = machine;
        }

        box.context = ExecutionContext.Capture();
        return box;
    }

    /// <summary>Suspends a method at an awaiter of this runtime, which takes the box from the loop; any other ends the run.</summary>
    internal void Suspend<TAwaiter>(ref TAwaiter awaiter)
        where TAwaiter : INotifyCompletion
    {
        var loop = Promise.Loop;
        loop.Suspending = this;
        try
        {
            // A constrained call: unlike a cast to an interface of our own it never boxes the awaiter.
            awaiter.OnCompleted(Abandoned);
            if (loop.TakeSuspending() is not null)
                loop.Fail(ForeignAwaiter(typeof(TAwaiter)));
        }
        catch (Exception error)
        {
            // Were it to escape from here, the method would be resumed twice: once with this error, once by what it registered with.
            loop.Fail(error);
        }
    }

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

    /// <summary>Runs the method to its next <c>await</c> or its end. Throws only what ends the run: the method's errors are its promise's.</summary>
    private protected abstract void MoveNext();

    private static void Abandoned() { }

    private NotSupportedException ForeignAwaiter(Type awaiter)
    {
        var name = awaiter.FullName ?? awaiter.Name;
        var replacement = name.StartsWith("System.Runtime.CompilerServices.YieldAwaitable", StringComparison.Ordinal)
            ? "use `await Promise.Resolve()` to give way"
            : "use loop.Sleep instead of Task.Delay, loop.Offload instead of Task.Run, or settle a Deferred<T> from a callback of the loop";
        return new NotSupportedException(
            $"The async method \"{Method}\" awaits something that would resume it off the loop's thread ({name}). Only promises can be awaited in it: {replacement}."
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
            // The compiler calls the machine of a method F `<F>d__1`, of a local function G in it `<<F>g__G|0_1>d`, of a lambda `<<F>b__0_1>d`.
            var name = typeof(TMachine).Name.TrimStart('<');
            var local = name.IndexOf(">g__", StringComparison.Ordinal);
            var end = local < 0 ? name.IndexOf('>') : name.IndexOf('|', local);
            var begin = local < 0 ? 0 : local + ">g__".Length;
            return end > begin ? name[begin..end] : name;
        }
    }

    private protected override void MoveNext() => Machine.MoveNext();
}
