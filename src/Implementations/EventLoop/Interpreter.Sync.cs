using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.EventLoop;

/// <content>Executors, handlers and callbacks, and what the statements of every body do to the loop.</content>
internal sealed partial class Interpreter
{
    internal void Execute(int id, Deferred<Value> deferred)
    {
        deferreds[id] = deferred;
        promises[id] = deferred.Promise;
        RunSync(id);
    }

    internal Resolution<Value> React(int id, Value value)
    {
        Set(Code.Computations[id].Parameter, value);
        return RunSync(id);
    }

    internal void Listen(int id)
    {
        var reason = Value.Of(signals[Code.Computations[id].Subject]!.Reason as string ?? "");
        Set(Code.Computations[id].Parameter, reason);
        RunSync(id, reason);
    }

    internal PromiseCore<Value> Finally(int id)
    {
        var resolution = RunSync(id);
        return resolution.Promise ?? Promise.Resolve(resolution.Value);
    }

    internal Resolution<Value> RunSync(int id, Value told = default)
    {
        var (value, followed) = RunBody(Code.Computations[id], told);
        return followed is null ? Resolution<Value>.Of(value) : Resolution<Value>.Of(promises[followed.Target]);
    }

    /// <inheritdoc/>
    protected override void Interleave() => loop.Interleave();

    /// <inheritdoc/>
    protected override void Compute(long duration) => loop.Compute(duration);

    /// <inheritdoc/>
    protected override void Reject(int id, ProgramError error)
    {
        if (HasExecuted(id))
            deferreds[id].Reject(error);
    }

    /// <summary>Whether a promise's executor was called; before a late one was, which takes a fault, nobody has its resolving functions.</summary>
    private bool HasExecuted(int id) => deferreds[id] is not null || !loop.Faults.Is(EventLoopFault.LateExecutor);

    /// <inheritdoc/>
    protected override void Resolve(Instruction at, Value value)
    {
        if (!HasExecuted(at.Target))
            return;
        if (at.Adopted >= 0)
            deferreds[at.Target].Resolve(promises[at.Adopted]);
        else
            deferreds[at.Target].Resolve(value);
    }

    /// <inheritdoc/>
    protected override void Abort(Instruction at)
    {
        controllers[at.Target].Abort(at.Text);
        if (loop.Faults.Is(EventLoopFault.AbortStopsEverySleep))
            RejectEverySleep();
    }

    /// <inheritdoc/>
    protected override void Count(Instruction add)
    {
        base.Count(add);
        if (loop.Faults.Is(EventLoopFault.WorkerSharesMemory))
            AddShared(add);
    }

    /// <inheritdoc/>
    protected override void Perform(Instruction at)
    {
        switch (at.Op)
        {
            case Op.Post:
                Post(at);
                break;
            case Op.Terminate:
                Terminate(at);
                break;
            case Op.Exit:
                Emit(EventKind.Exiting, at.Owner, -1, at.Site);
                loop.Exit();
                break;
            default:
                base.Perform(at);
                break;
        }
    }

    /// <summary>Only a fault does so.</summary>
    private void RejectEverySleep()
    {
        foreach (var sleep in Code.Computations)
        {
            if (sleep.Kind == ComputationKind.Sleep && promises[sleep.Id] is { State: PromiseState.Pending } pending)
                pending.RejectWith(new AbortException(null));
        }
    }

    /// <inheritdoc/>
    protected override void Clear(int id)
    {
        if (clearable[id] is TimerHandle timer)
            timer.Clear();
        else if (clearable[id] is ImmediateHandle immediate)
            immediate.Clear();
    }

    /// <inheritdoc/>
    protected override void Create(Computation made)
    {
        var id = made.Id;
        var handle = handles[id];
        switch (made.Kind)
        {
            case ComputationKind.Async:
                promises[id] = RunAsync(made);
                break;
            case ComputationKind.Sleep:
                promises[id] = loop.Sleep(made.Duration, Value.Unit, SignalOf(made.Subject));
                break;
            case ComputationKind.Echo:
                promises[id] = loop.Echo(Value.Unit, made.Duration);
                break;
            case ComputationKind.Worker:
                MakeWorker(made);
                break;
            case ComputationKind.Message:
                MakeHandler(made);
                break;
            case ComputationKind.Blocking:
                promises[id] = loop.Offload(new BlockingBody(this, made));
                break;
            case ComputationKind.Promise:
                promises[id] = Promise.Create(handle.Executor);
                break;
            case ComputationKind.Deferred:
                deferreds[id] = new Deferred<Value>(loop);
                promises[id] = deferreds[id].Promise;
                break;
            case ComputationKind.Then:
                promises[id] = PromiseReactions.React(promises[made.Subject], handle.OnFulfilled, null);
                break;
            case ComputationKind.Catch:
                promises[id] = promises[made.Subject].Catch(handle.OnRejected);
                break;
            case ComputationKind.Finally:
                promises[id] = PromiseReactions.PassThrough(promises[made.Subject], handle.OnFinally);
                break;
            case ComputationKind.Microtask:
                loop.Enqueue(handle);
                break;
            case ComputationKind.NextTick:
                loop.EnqueueTick(handle);
                break;
            case ComputationKind.Immediate:
                clearable[id] = loop.AddImmediate(handle);
                break;
            case ComputationKind.Timer:
                clearable[id] = loop.Timers.Arm(made.Duration, handle);
                break;
            case ComputationKind.ExitListener:
                ListenForExit(id);
                break;
            case ComputationKind.UncaughtListener:
                ListenForUncaught(id);
                break;
            case ComputationKind.Controller:
                controllers[id] = new AbortController();
                signals[id] = controllers[id].Signal;
                break;
            case ComputationKind.AnySignal:
                signals[id] = AbortSignal.Any([.. made.Sources.Select(source => signals[source]!)]);
                break;
            case ComputationKind.Listener:
                signals[made.Subject]!.AddListener(handle.OnAbort);
                break;
            default:
                throw new InvalidOperationException($"The eager dialect has no \"{made.Kind}\".");
        }
    }
}
