using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// Runs programs on tasks: each async body and each reaction is an async method of <see cref="Task{TResult}"/>, whose state machine
/// the compiler makes; every other body is a plain call.
/// </summary>
internal sealed partial class Interpreter : Recorder
{
    private const int Nothing = -1;
    private readonly ITaskHost host;
    private Task?[] tasks = [];
    private TaskCompletionSource<Value>[] sources = [];
    private CancellationTokenSource[] tokens = [];
    private ITimer[] timers = [];
    private int[] waiting = [];
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
            return (Ending.Deadlock, new WaitChain(code, waiting).Describe());
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
            waiting = new int[tasks.Length];
        }

        Array.Clear(tasks);
        Array.Clear(sources);
        Array.Clear(tokens);
        Array.Clear(timers);
        Array.Fill(waiting, Nothing);
    }

    /// <summary>Whether a program may catch it; any other exception is a fault of the interpreter and ends the execution as such.</summary>
    private bool IsOfProgram(Exception caught)
    {
        if (Failures.Text(caught) is not null)
            return true;
        broken ??= caught;
        return false;
    }
}
