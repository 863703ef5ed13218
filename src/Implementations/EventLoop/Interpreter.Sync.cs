using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.EventLoop;

/// <content>Executors, handlers and callbacks: bodies that cannot await, and the statements that every body has.</content>
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

    /// <summary>Runs a body to its end; its error is thrown.</summary>
    /// <param name="id">The computation whose body it is.</param>
    /// <param name="told">What its caller tells it, if its start shows that.</param>
    internal Resolution<Value> RunSync(int id, Value told = default)
    {
        var body = Code.Computations[id];
        var code = body.Body;
        Emit(EventKind.Started, id, id, -1, Outcome.None, told);
        var guards = default(Guards);
        var next = 0;
        while (next < code.Length)
        {
            loop.Interleave();
            var at = code[next];
            string? error = null;
            try
            {
                switch (at.Op)
                {
                    case Op.Throw:
                        error = at.Text;
                        break;
                    case Op.Return:
                        var result = at.Target >= 0 ? Value.Unit : ReadFirst(at);
                        Leave(body, Outcome.Value, result, at.Site, ref guards);
                        return at.Target >= 0 ? Resolution<Value>.Of(promises[at.Target]) : Resolution<Value>.Of(result);
                    default:
                        next = Step(at, next, ref guards);
                        break;
                }
            }
            catch (Exception caught) when (IsOfProgram(caught))
            {
                error = Failures.TextOf(caught);
            }

            if (error is null)
                continue;
            var handler = Handlers.Find(body, next);
            if (handler < 0)
            {
                Leave(body, Outcome.Error, Value.Of(error), at.Op == Op.Throw ? at.Site : -1, ref guards);
                throw new ProgramError(error);
            }

            Set(code[handler].Variable, Value.Of(error));
            next = code[handler].Jump;
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return Resolution<Value>.Of(Value.Unit);
    }

    /// <summary>Emits the end of a body, then runs its <c>defer</c> blocks.</summary>
    internal void Leave(Computation body, Outcome outcome, Value value, int site, ref Guards guards)
    {
        Emit(EventKind.Completed, body.Id, body.Id, site, outcome, value);
        while (guards.TryTake(out var defer))
        {
            Emit(EventKind.DeferRan, body.Id, -1, defer.Site);
            var inner = default(Guards);
            var next = 0;
            while (next < defer.Body.Length)
                next = Step(defer.Body[next], next, ref inner);
        }
    }

    /// <summary>Executes a statement that does not suspend.</summary>
    /// <returns>The position of the next one.</returns>
    internal int Step(Instruction at, int position, ref Guards guards)
    {
        switch (at.Op)
        {
            case Op.Log:
                Log(at, at.Owner);
                break;
            case Op.Let:
                Set(at.Variable, Value.Of(at.Number));
                break;
            case Op.Add:
                Add(at.Variable, at.Number);
                if (loop.Faults.Is(EventLoopFault.WorkerSharesMemory))
                    AddShared(at);
                break;
            case Op.Post:
                Post(at);
                break;
            case Op.Terminate:
                Terminate(at);
                break;
            case Op.Create:
                Emit(EventKind.Creating, at.Owner, at.Target, at.Site);
                Create(Code.Computations[at.Target]);
                Emit(EventKind.Created, at.Owner, at.Target, at.Site);
                break;
            case Op.Compute:
                Emit(EventKind.ComputeBegin, at.Owner, -1, at.Site);
                loop.Compute(at.Number);
                Emit(EventKind.ComputeEnd, at.Owner, -1, at.Site);
                break;
            case Op.EnterTry:
                break;
            case Op.LeaveTry:
                return at.Jump;
            case Op.Defer:
                guards.Add(at);
                break;
            case Op.Resolve:
                Resolve(at);
                break;
            case Op.Reject:
                Emit(EventKind.Rejecting, at.Owner, at.Target, at.Site, Outcome.None, Value.Of(at.Text));
                deferreds[at.Target].Reject(new ProgramError(at.Text));
                Emit(EventKind.Rejected, at.Owner, at.Target, at.Site);
                break;
            case Op.Exit:
                Emit(EventKind.Exiting, at.Owner, -1, at.Site);
                loop.Exit();
                break;
            case Op.Clear:
                Emit(EventKind.Dropping, at.Owner, at.Target, at.Site);
                Clear(at.Target);
                Emit(EventKind.Dropped, at.Owner, at.Target, at.Site);
                break;
            case Op.Abort:
                Emit(EventKind.Aborting, at.Owner, at.Target, at.Site);
                controllers[at.Target].Abort(at.Text);
                if (loop.Faults.Is(EventLoopFault.AbortStopsEverySleep))
                    RejectEverySleep();
                Emit(EventKind.Aborted, at.Owner, at.Target, at.Site);
                break;
            default:
                throw new InvalidOperationException($"The eager dialect has no \"{at.Op}\" here.");
        }

        return position + 1;
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

    private void Clear(int id)
    {
        if (clearable[id] is TimerHandle timer)
            timer.Clear();
        else if (clearable[id] is ImmediateHandle immediate)
            immediate.Clear();
    }

    private void Resolve(Instruction at)
    {
        if (at.Adopted >= 0)
        {
            Emit(EventKind.Resolving, at.Owner, at.Target, at.Site);
            deferreds[at.Target].Resolve(promises[at.Adopted]);
        }
        else
        {
            var value = ReadFirst(at);
            Emit(EventKind.Resolving, at.Owner, at.Target, at.Site, Outcome.None, value);
            deferreds[at.Target].Resolve(value);
        }

        Emit(EventKind.Resolved, at.Owner, at.Target, at.Site);
    }

    private void Create(Computation made)
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
