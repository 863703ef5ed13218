using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <content>What the statements of every body do to tasks.</content>
internal sealed partial class Interpreter
{
    /// <inheritdoc/>
    protected override void Interleave() => host.Interleave();

    /// <inheritdoc/>
    protected override void Compute(long duration) => host.Compute(duration);

    /// <inheritdoc/>
    protected override void Resolve(Instruction at, Value value) => sources[at.Target].TrySetResult(value);

    /// <inheritdoc/>
    protected override void Reject(int id, ProgramError error) => sources[id].TrySetException(error);

    /// <inheritdoc/>
    protected override void Clear(int id)
    {
        // Asynchronously only so as to know when a callback that has begun meanwhile is over.
        tasks[id] = timers[id].DisposeAsync().AsTask();
    }

    /// <inheritdoc/>
    protected override void Abort(Instruction at) => tokens[at.Target].Cancel();

    /// <inheritdoc/>
    protected override void Create(Computation made)
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
            _ = RunBody(promise);
        }
        catch (Exception error) when (TextOf(error) is not null)
        {
            sources[promise.Id].TrySetException(error);
        }
    }

    private void Listen(Computation listener)
    {
        var reason = Value.Of(Failures.Aborted);
        Set(listener.Parameter, reason);
        RunBody(listener, reason);
    }

    private void StartTimer(Computation timer)
    {
        var ended = new TaskCompletionSource();
        tasks[timer.Id] = ended.Task;
        timers[timer.Id] = host.Time.CreateTimer(
            _ =>
            {
                RunBody(timer);
                ended.SetResult();
            },
            null,
            TimeSpan.FromMilliseconds(timer.Duration),
            System.Threading.Timeout.InfiniteTimeSpan
        );
    }
}
