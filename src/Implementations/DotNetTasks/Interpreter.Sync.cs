using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <content>Bodies that cannot await, and the statements that every body has.</content>
internal sealed partial class Interpreter
{
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
                break;
            case Op.Create:
                Emit(EventKind.Creating, at.Owner, at.Target, at.Site);
                Create(Code.Computations[at.Target]);
                Emit(EventKind.Created, at.Owner, at.Target, at.Site);
                break;
            case Op.Compute:
                Emit(EventKind.ComputeBegin, at.Owner, -1, at.Site);
                host.Compute(at.Number);
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
                var value = ReadFirst(at);
                Emit(EventKind.Resolving, at.Owner, at.Target, at.Site, Outcome.None, value);
                sources[at.Target].TrySetResult(value);
                Emit(EventKind.Resolved, at.Owner, at.Target, at.Site);
                break;
            case Op.Reject:
                Emit(EventKind.Rejecting, at.Owner, at.Target, at.Site, Outcome.None, Value.Of(at.Text));
                sources[at.Target].TrySetException(new ProgramError(at.Text));
                Emit(EventKind.Rejected, at.Owner, at.Target, at.Site);
                break;
            case Op.Clear:
                Emit(EventKind.Dropping, at.Owner, at.Target, at.Site);
                // Asynchronously only so as to know when a callback that has begun meanwhile is over.
                tasks[at.Target] = timers[at.Target].DisposeAsync().AsTask();
                Emit(EventKind.Dropped, at.Owner, at.Target, at.Site);
                break;
            case Op.Abort:
                Emit(EventKind.Aborting, at.Owner, at.Target, at.Site);
                tokens[at.Target].Cancel();
                Emit(EventKind.Aborted, at.Owner, at.Target, at.Site);
                break;
            default:
                throw new InvalidOperationException($"The eager dialect has no \"{at.Op}\" here.");
        }

        return position + 1;
    }

    /// <summary>Runs a body to its end; its error is thrown.</summary>
    /// <param name="body">The body.</param>
    /// <param name="told">What its caller tells it, if its start shows that.</param>
    /// <returns>Its value, or the statement that returned a computation instead.</returns>
    private (Value Value, Instruction? Followed) RunSync(Computation body, Value told = default)
    {
        Emit(EventKind.Started, body.Id, body.Id, -1, Outcome.None, told);
        var guards = default(Guards);
        var next = 0;
        while (next < body.Body.Length)
        {
            host.Interleave();
            var at = body.Body[next];
            switch (at.Op)
            {
                case Op.Return:
                    var result = at.Target >= 0 ? Value.Unit : ReadFirst(at);
                    Leave(body, Outcome.Value, result, at.Site, ref guards);
                    return (result, at.Target >= 0 ? at : null);
                case Op.Throw when Handlers.Find(body, next) is >= 0 and var handler:
                    Set(body.Body[handler].Variable, Value.Of(at.Text));
                    next = body.Body[handler].Jump;
                    break;
                case Op.Throw:
                    Leave(body, Outcome.Error, Value.Of(at.Text), at.Site, ref guards);
                    throw new ProgramError(at.Text);
                default:
                    next = Step(at, next, ref guards);
                    break;
            }
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return (Value.Unit, null);
    }

    private void Create(Computation made)
    {
        switch (made.Kind)
        {
            case ComputationKind.Async:
                tasks[made.Id] = RunAsync(made);
                break;
            case ComputationKind.Sleep:
                tasks[made.Id] = Delay(made.Duration, made.Subject);
                break;
            case ComputationKind.Blocking:
                tasks[made.Id] = host.Offload(new JobSteps(this, made));
                break;
            case ComputationKind.Promise:
                MakeSource(made);
                RunExecutor(made);
                break;
            case ComputationKind.Deferred:
                MakeSource(made);
                break;
            case ComputationKind.Then:
                tasks[made.Id] = Then(made);
                break;
            case ComputationKind.Catch:
                tasks[made.Id] = Catch(made);
                break;
            case ComputationKind.Finally:
                tasks[made.Id] = Finally(made);
                break;
            case ComputationKind.Timer:
                StartTimer(made);
                break;
            case ComputationKind.Controller:
                tokens[made.Id] = new CancellationTokenSource();
                break;
            case ComputationKind.AnySignal:
                tokens[made.Id] = CancellationTokenSource.CreateLinkedTokenSource(
                    Array.ConvertAll(made.Sources, source => tokens[source].Token)
                );
                break;
            case ComputationKind.Listener:
                tokens[made.Subject].Token.Register(() => Listen(made));
                break;
            default:
                throw new InvalidOperationException($"The eager dialect has no \"{made.Kind}\".");
        }
    }

    private void MakeSource(Computation made)
    {
        sources[made.Id] = new TaskCompletionSource<Value>();
        tasks[made.Id] = sources[made.Id].Task;
    }

    /// <summary>No constructor of .NET takes an executor: it is the code beside the source of a completion.</summary>
    private void RunExecutor(Computation promise)
    {
        try
        {
            _ = RunSync(promise);
        }
        catch (Exception error) when (IsOfProgram(error))
        {
            sources[promise.Id].TrySetException(error);
        }
    }

    private void Listen(Computation listener)
    {
        var reason = Value.Of(Failures.Aborted);
        Set(listener.Parameter, reason);
        RunSync(listener, reason);
    }

    private void StartTimer(Computation timer)
    {
        var ended = new TaskCompletionSource();
        tasks[timer.Id] = ended.Task;
        timers[timer.Id] = host.Time.CreateTimer(
            _ =>
            {
                RunSync(timer);
                ended.SetResult();
            },
            null,
            TimeSpan.FromMilliseconds(timer.Duration),
            System.Threading.Timeout.InfiniteTimeSpan
        );
    }
}
