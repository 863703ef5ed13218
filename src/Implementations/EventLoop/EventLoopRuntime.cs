using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Implementations.EventLoop;

/// <summary>The eager reference runtime, <c>event-loop</c>: programs as async methods of <see cref="Promise{T}"/>, in virtual time under a schedule.</summary>
public sealed class EventLoopRuntime : IRuntime
{
    private readonly ScheduledChoices choices = new();
    private readonly Loop loop;
    private readonly Interpreter interpreter;

    /// <summary>The simulated loop.</summary>
    public EventLoopRuntime()
        : this(EventLoopFault.None, "event-loop") { }

    internal EventLoopRuntime(EventLoopFault fault, string name)
    {
        Description = Describe(name, ClockKind.Virtual, controlled: true);
        loop = Loop.Simulated(choices, Description.PoolSize, fault);
        interpreter = new Interpreter(loop, concurrent: false);
    }

    private EventLoopRuntime(RuntimeDescription description)
    {
        Description = description;
        loop = Loop.ForReal(description.PoolSize);
        interpreter = new Interpreter(loop, concurrent: true);
    }

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    /// <summary>How often the fault was reached, if the loop has one.</summary>
    internal long FaultsReached => loop.Faults.Reached;

    /// <summary>The loop on the system's clock, with threads of the machine for the pool: <c>event-loop-real</c>.</summary>
    public static EventLoopRuntime ForReal() => new(Describe("event-loop-real", ClockKind.Real, controlled: false));

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(options);
        trace.Begin(code, Description);
        if (code.Program.Dialect != Dialect.Eager)
        {
            trace.End(Ending.Unsupported, scheduler.IsNatural, "The program is of the lazy dialect; an event loop runs the eager one.");
            return;
        }

        choices.Scheduler = scheduler;
        loop.Reset();
        loop.StepLimit = options.StepLimit;
        try
        {
            var (ending, reason) = interpreter.Run(code, trace);
            trace.End(ending, scheduler.IsNatural, reason);
        }
        catch (StepLimitException limit)
        {
            trace.End(Ending.StepLimit, scheduler.IsNatural, limit.Message);
        }
        catch (Exception error)
        {
            trace.End(Ending.AdapterError, scheduler.IsNatural, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static RuntimeDescription Describe(string name, ClockKind clock, bool controlled)
    {
        var version = typeof(Loop).Assembly.GetName().Version?.ToString(3) ?? "";
        return new RuntimeDescription
        {
            Name = name,
            Family = Dialect.Eager,
            Clock = clock,
            Controlled = controlled,
            Version = version,
            Identity = $"Conformance.Reference.EventLoop {version} on .NET {Environment.Version}",
        };
    }
}
