using Conformance.Implementations.Interpreting;
using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>Runs the bodies of one program as async methods of the reference executor, and records what they could log.</summary>
internal sealed partial class Interpreter(bool concurrent) : Recorder(concurrent)
{
    private readonly Ownership ownership = new();
    private Runtime runtime = null!;
    private Future<Value>?[] futures = [];
    private Shared<Value>?[] shared = [];
    private object?[] resources = [];

    /// <summary>A failure that no program can cause.</summary>
    public Exception? Breakage { get; private set; }

    protected override short Thread => (short)runtime.ThreadNumber;

    protected override long Now => runtime.Now;

    /// <summary>Whether other threads may take steps inside a poll.</summary>
    public bool HasPoints { get; private set; }

    /// <summary>The runtime's clock.</summary>
    public long Time => runtime.Now;

    /// <summary>One operation on the budget of the current poll.</summary>
    public Future Operation() => runtime.ConsumeBudget();

    /// <summary>Begins an execution.</summary>
    public void Begin(Code code, Trace trace, Runtime on)
    {
        Begin(code, trace);
        runtime = on;
        Breakage = null;
        ownership.Begin(code);
        HasPoints = runtime.IsSimulated && (runtime.Workers > 0 || ownership.HasJobs);
        var count = code.Computations.Length;
        if (futures.Length < count)
        {
            futures = new Future<Value>[count * 2];
            shared = new Shared<Value>[count * 2];
            resources = new object[count * 2];
        }

        Array.Clear(futures);
        Array.Clear(shared);
        Array.Clear(resources);
    }

    /// <summary>The main body; its failure is its result.</summary>
    public async Future<Result<Value>> Main(Code code) => await Body(code.Main).Settled();

    /// <summary>An error as programs see it.</summary>
    public string Text(Exception error)
    {
        if (error is not (ProgramError or PanicException or JoinException or ElapsedException or ChannelClosedException))
            Breakage ??= error;
        return error.Message;
    }

    /// <summary>Hands a computation to whoever uses it up; of a shared one, another reader.</summary>
    public Future<Value> Take(int computation)
    {
        if (shared[computation] is { } many)
            return many.Clone();
        ownership.Use(computation);
        return futures[computation]!;
    }

    private Future<Value>[] TakeAll(int[] computations)
    {
        var taken = new Future<Value>[computations.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = Take(computations[i]);
        return taken;
    }

    private Future<Value> Awaited(Instruction instruction)
    {
        var target = instruction.Target;
        return instruction.Borrow && shared[target] is null ? futures[target]!.Borrow() : Take(target);
    }

    private void Make(Computation made)
    {
        switch (made.Kind)
        {
            case ComputationKind.Async:
                futures[made.Id] = MakeBody(made);
                break;
            case ComputationKind.Sleep:
                futures[made.Id] = WithoutValue(runtime.Sleep(made.Duration));
                break;
            case ComputationKind.Blocking:
                ownership.Capture(made.Id);
                futures[made.Id] = runtime.SpawnBlocking(new Job(this, made), made.Name);
                break;
            case ComputationKind.Handle:
                futures[made.Id] = runtime.Spawn(Take(made.Subject), made.Name);
                break;
            case ComputationKind.Probe:
                futures[made.Id] = new Probe(this, made);
                break;
            case ComputationKind.JoinSet:
                resources[made.Id] = runtime.JoinSet<Value>();
                break;
            case ComputationKind.Interval:
                resources[made.Id] = runtime.Interval(made.Duration, (Reference.Executor.MissedTicks)made.Missed);
                break;
            case ComputationKind.Semaphore:
                resources[made.Id] = runtime.Semaphore(made.Permits);
                break;
            case ComputationKind.Notify:
                resources[made.Id] = runtime.Notify();
                break;
            case ComputationKind.Acquire:
                futures[made.Id] = new LoggedLeaf(this, made, Permits(made.Subject).Acquire(made.Permits));
                break;
            case ComputationKind.Notified:
                futures[made.Id] = new LoggedLeaf(this, made, Notifier(made.Subject).Notified());
                break;
            case ComputationKind.Channel:
                resources[made.Id] = runtime.Channel<Value>(made.Permits);
                break;
            case ComputationKind.Send:
                futures[made.Id] = new LoggedLeaf(this, made, Channel(made.Subject).Send(made.Sent));
                break;
            case ComputationKind.Member:
                resources[made.Id] = Set(made.Set).Spawn(Take(made.Subject), made.Name);
                break;
            case ComputationKind.Shared:
                shared[made.Id] = Take(made.Subject).Share();
                break;
            default:
                throw new NotSupportedException($"A lazy runtime has no {made.Kind}.");
        }
    }

    private Future<Value> MakeBody(Computation made)
    {
        ownership.Capture(made.Id);
        var body = ownership.HasShares && ownership.CapturesOf(made.Id).Length > 0 ? new Block(this, made, Body(made)) : Body(made);
        if (runtime.Faults.Is(ExecutorFault.BodyStartsAtCall))
            _ = body.PollWith(new Sleeper());
        return runtime.Faults.Is(ExecutorFault.BodiesRunInBackground) ? runtime.Spawn(body, made.Name) : body;
    }

    /// <summary>What becomes of a block-on inside a poll.</summary>
    private Result<Value> BlockOn(int computation)
    {
        try
        {
            return new Result<Value>(runtime.BlockOn(Take(computation)), null);
        }
        catch (Exception refusal)
        {
            return Driven(new Result<Value>(default, refusal));
        }
    }

    /// <summary>What came of a driven future, as programs see it.</summary>
    public static Result<Value> Driven(Result<Value> result) =>
        result.Error is PanicException { IsNestedBlockOn: true }
            ? new Result<Value>(default, new PanicException("block-on inside a task"))
            : result;

    private Reference.Executor.Semaphore Permits(int computation) => (Reference.Executor.Semaphore)resources[computation]!;

    private Reference.Executor.Notify Notifier(int computation) => (Reference.Executor.Notify)resources[computation]!;

    private Channel<Value> Channel(int computation) => (Channel<Value>)resources[computation]!;

    private JoinSet<Value> Set(int computation) => (JoinSet<Value>)resources[computation]!;

    private void Abort(int computation)
    {
        switch (resources[computation])
        {
            case JoinSet<Value> set:
                set.AbortAll();
                break;
            case AbortHandle member:
                member.Abort();
                break;
            default:
                ((JoinHandle<Value>)futures[computation]!).Abort();
                break;
        }
    }

    private static async Future<Value> WithoutValue(Future future)
    {
        await future;
        return Value.Unit;
    }

    /// <summary>A body is left, or dropped before it began: what it alone owns goes with it.</summary>
    public void Release(int body, int computation)
    {
        if (ownership.Release(body, computation))
            DropTarget(computation);
    }

    /// <summary>An async block is dropped before it began.</summary>
    public void ReleaseCaptures(int body)
    {
        foreach (var captured in ownership.CapturesOf(body))
            Release(body, captured);
    }

    private void DropTarget(int computation)
    {
        ownership.Use(computation);
        if (shared[computation] is { } many)
            many.Dispose();
        else if (resources[computation] is { } resource)
            (resource as IDisposable)?.Dispose();
        else
            futures[computation]!.Drop();
    }

    /// <summary>Wakes nobody: for the fault of a body that runs before it is polled.</summary>
    private sealed class Sleeper : Waker
    {
        public override void Wake() { }
    }

    private Value ListOf(Result<Value>[] results)
    {
        var items = new Value[results.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = results[i].Error is { } error ? Value.Error(Text(error)) : results[i].Value;
        return Value.List(items);
    }
}
