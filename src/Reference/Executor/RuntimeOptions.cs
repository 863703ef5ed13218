using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>How a runtime is built.</summary>
public sealed record RuntimeOptions
{
    /// <summary>
    /// Null, the default, for OS threads and the system's clock. Otherwise the runtime is simulated: one OS thread, virtual time,
    /// and these choices decide whatever is free.
    /// </summary>
    public Choices? Simulation { get; init; }

    /// <summary>
    /// Whether the clock stands still while anything runs: computing and blocking jobs take no time. For simulated current-thread
    /// runtimes only; false by default.
    /// </summary>
    /// <remarks>Tokio: <c>Builder::start_paused</c>.</remarks>
    public bool Paused { get; init; }

    /// <summary>How many blocking jobs run at once; more of them wait. At least 1; 512 by default.</summary>
    public int MaxBlockingThreads { get; init; } = 512;

    /// <summary>For real: BlockOn throws <see cref="DeadlockException"/> when every thread is idle and no timer is left. Only for programs that nobody wakes from outside.</summary>
    internal bool EndsWhenStuck { get; init; }

    /// <summary>A deliberate fault.</summary>
    internal ExecutorFaults Faults { get; init; } = ExecutorFaults.None;
}
