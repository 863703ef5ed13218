using Conformance.Implementations.Interpreting;
using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Scheduler = Conformance.Spec.Schedules.Scheduler;

namespace Conformance.Implementations.Executor;

/// <summary>The reference executor under test: lazy futures, on one thread or on several workers, simulated or for real.</summary>
public class ExecutorRuntime : IRuntime
{
    private const int Pool = 2;
    private readonly ScheduledChoices choices = new();
    private readonly int workers;
    private readonly bool simulated;
    private readonly bool paused;
    private readonly Interpreter interpreter;
    private Runtime? runtime;

    private protected ExecutorRuntime(string name, int workers, bool simulated, ExecutorFaults faults, bool paused = false)
    {
        this.workers = workers;
        this.paused = paused;
        this.simulated = simulated;
        Faults = faults;
        interpreter = new Interpreter(concurrent: !simulated);
        Description = new RuntimeDescription
        {
            Name = name,
            Family = Dialect.Lazy,
            Clock =
                paused ? ClockKind.Paused
                : simulated ? ClockKind.Virtual
                : ClockKind.Real,
            Workers = Math.Max(1, workers),
            PoolSize = Pool,
            Join = JoinOrder.Rotating,
            Controlled = simulated,
            Version = typeof(Runtime).Assembly.GetName().Version?.ToString(3) ?? "",
            Identity = "Conformance.Reference.Executor",
        };
    }

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    private protected ExecutorFaults Faults { get; }

    /// <summary>All tasks on the calling thread, simulated.</summary>
    public static ExecutorRuntime CurrentThread() => new("executor", 0, simulated: true, ExecutorFaults.None);

    /// <summary>All tasks on the calling thread, simulated, on a clock that stands still while anything runs.</summary>
    public static ExecutorRuntime PausedCurrentThread() => new("executor-paused", 0, simulated: true, ExecutorFaults.None, paused: true);

    /// <summary>Tasks on workers that steal work, simulated.</summary>
    /// <param name="workers">How many workers, at least 1.</param>
    public static ExecutorRuntime MultiThread(int workers = 2) => new("executor-multi", workers, simulated: true, ExecutorFaults.None);

    /// <summary>All tasks on the calling thread, by the machine's clock.</summary>
    public static ExecutorRuntime RealCurrentThread() => new("executor-real", 0, simulated: false, ExecutorFaults.None);

    /// <summary>Tasks on worker threads, by the machine's clock.</summary>
    /// <param name="workers">How many workers, at least 1.</param>
    public static ExecutorRuntime RealMultiThread(int workers = 2) =>
        new("executor-multi-real", workers, simulated: false, ExecutorFaults.None);

    /// <inheritdoc/>
    public string? Lacks(Code code) =>
        code.Program.Dialect != Dialect.Lazy ? "The program is written for eager promises, the runtime has lazy futures."
        : !paused && code.Has(Op.Advance) ? "\"advance\": only a paused clock can be advanced."
        : null;

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        trace.Begin(code, Description);
        if (Lacks(code) is { } reason)
        {
            trace.End(Ending.Unsupported, scheduler.IsNatural, reason);
            return;
        }

        choices.Scheduler = scheduler;
        runtime ??= Build();
        runtime.StepLimit = options.StepLimit;
        interpreter.Begin(code, trace, runtime);
        var (ending, why) = Drive(runtime, code);
        if (interpreter.Breakage is { } broken)
            (ending, why) = (Ending.AdapterError, broken.ToString());
        trace.End(ending, scheduler.IsNatural, why);

        if (simulated && ending is Ending.Completed or Ending.Failed)
        {
            runtime.Reset();
            return;
        }

        // An execution that got stuck leaves its runtime behind, and threads cannot start anew. What its tasks do while they are
        // dropped is no longer part of the trace.
        if (!simulated)
            EndThreads(code, runtime);
        runtime = null;
    }

    private void EndThreads(Code code, Runtime ended)
    {
        interpreter.Begin(code, new Trace(), ended);
        ended.Shutdown();
    }

    private (Ending Ending, string Reason) Drive(Runtime runtime, Code code)
    {
        try
        {
            var (ending, reason) = BlockOn(runtime, code);
            runtime.Shutdown();
            return (ending, reason);
        }
        catch (DeadlockException deadlock)
        {
            return (Ending.Deadlock, deadlock.Message);
        }
        catch (StepLimitException limit)
        {
            return (Ending.StepLimit, limit.Message);
        }
        catch (Exception broken)
        {
            return (Ending.AdapterError, broken.ToString());
        }
    }

    private (Ending Ending, string Reason) BlockOn(Runtime runtime, Code code)
    {
        var result = runtime.BlockOn(interpreter.Main(code));
        return result.Error is { } error ? (Ending.Failed, interpreter.Text(error)) : (Ending.Completed, "");
    }

    private Runtime Build()
    {
        var built = new RuntimeOptions
        {
            Simulation = simulated ? choices : null,
            MaxBlockingThreads = Pool,
            EndsWhenStuck = true,
            Paused = paused,
            Faults = Faults,
        };
        return workers == 0 ? Runtime.CurrentThread(built) : Runtime.MultiThread(workers, built);
    }
}
