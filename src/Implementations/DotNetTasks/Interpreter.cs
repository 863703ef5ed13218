using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// Runs programs on tasks: each async body and each reaction is an async method of <see cref="Task{TResult}"/>, whose state machine
/// the compiler makes; every other body is a plain call.
/// </summary>
internal sealed partial class Interpreter : EagerInterpreter
{
    private readonly ITaskHost host;
    private Task?[] tasks = [];
    private TaskCompletionSource<Value>[] sources = [];
    private CancellationTokenSource[] tokens = [];
    private ITimer[] timers = [];
    private Exception? broken;

    internal Interpreter(ITaskHost host, bool concurrent)
        : base(concurrent) => this.host = host;

    /// <inheritdoc/>
    protected override short Thread => host.Thread;

    /// <inheritdoc/>
    protected override long Now => host.Now;

    internal (Ending Ending, string Reason) Run(Code code, Trace trace, int stepLimit)
    {
        Begin(code, trace);
        Prepare(code.Computations.Length);
        var ended = host.Run(() => tasks[0] = RunAsync(code.Main), IsQuiet, stepLimit);
        if (broken is not null)
            throw new InvalidOperationException($"The interpreter failed: {broken.Message}", broken);
        if (!ended)
            return (Ending.StepLimit, $"The program has not ended after {stepLimit} steps.");
        var main = tasks[0]!;
        if (!main.IsCompleted)
            return (Ending.Deadlock, new WaitChain(code, Waiting).Describe());
        return Failures.TextOf(main) is { } error ? (Ending.Failed, error) : (Ending.Completed, "");
    }

    private static Value ValueOf(Task task) => task is Task<Value> { Result: var value } ? value : Value.Unit;

    private void Prepare(int count)
    {
        broken = null;
        if (tasks.Length < count)
        {
            tasks = new Task?[count * 2];
            sources = new TaskCompletionSource<Value>[tasks.Length];
            tokens = new CancellationTokenSource[tasks.Length];
            timers = new ITimer[tasks.Length];
        }

        Array.Clear(tasks);
        Array.Clear(sources);
        Array.Clear(tokens);
        Array.Clear(timers);
        ForgetWaits(count);
    }

    /// <inheritdoc/>
    protected override string? TextOf(Exception caught)
    {
        var text = Failures.Text(caught);
        if (text is null)
            broken ??= caught;
        return text;
    }
}
