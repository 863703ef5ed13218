using System.Runtime.InteropServices;
using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// .NET's own tasks and <c>async</c> methods as a runtime of the eager family: hot like promises, but continuations run inline and
/// cancellation is by token. Under a schedule (<c>dotnet-tasks</c>) or on the thread pool (<c>dotnet-tasks-real</c>).
/// </summary>
public sealed class DotNetTasksRuntime : IRuntime
{
    // The most that the pool takes by itself (ThreadPool.GetMaxThreads): it sizes itself, and promises no bound below.
    private const int PoolThreads = 32_767;
    private readonly ScheduledChoices choices = new();
    private readonly TaskLoop? loop;
    private readonly Interpreter interpreter;

    /// <summary>One thread with a synchronization context, virtual time, a simulated pool: <c>dotnet-tasks</c>.</summary>
    public DotNetTasksRuntime()
    {
        Description = Describe("dotnet-tasks", ClockKind.Virtual, workers: 1);
        Expectations = ExpectationsFile.Beside("DotNetTasks");
        loop = new TaskLoop(choices);
        interpreter = new Interpreter(loop, concurrent: false);
    }

    private DotNetTasksRuntime(RuntimeDescription description)
    {
        Description = description;
        Expectations = ExpectationsFile.Beside("DotNetTasks", "expectations-real.tsv");
        interpreter = new Interpreter(new ThreadPoolHost(), concurrent: true);
    }

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    /// <inheritdoc/>
    public Expectations Expectations { get; }

    /// <summary>On the thread pool and the machine's clock, as a console program: <c>dotnet-tasks-real</c>.</summary>
    public static DotNetTasksRuntime ForReal() =>
        new(Describe("dotnet-tasks-real", ClockKind.Real, Math.Max(2, Environment.ProcessorCount)));

    /// <inheritdoc/>
    public string? Lacks(Code code) => Support.Lacks(code);

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(options);
        trace.Begin(code, Description);
        if (Lacks(code) is { } reason)
        {
            trace.End(Ending.Unsupported, scheduler.IsNatural, reason);
            return;
        }

        choices.Scheduler = scheduler;
        loop?.Reset();
        try
        {
            var (ending, why) = interpreter.Run(code, trace, options.StepLimit);
            trace.End(ending, scheduler.IsNatural, why);
        }
        catch (Exception error)
        {
            trace.End(Ending.AdapterError, scheduler.IsNatural, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static RuntimeDescription Describe(string name, ClockKind clock, int workers) =>
        new()
        {
            Name = name,
            Family = Dialect.Eager,
            Clock = clock,
            Workers = workers,
            PoolSize = PoolThreads,
            Controlled = clock == ClockKind.Virtual,
            Version = Environment.Version.ToString(),
            Identity = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}, System.Threading.Tasks",
        };
}
