using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>What tasks run on: the thread or threads, the clock, the pool for blocking work.</summary>
internal interface ITaskHost
{
    /// <summary>The clock of timers and delays.</summary>
    TimeProvider Time { get; }

    /// <summary>Milliseconds since the run began.</summary>
    long Now { get; }

    /// <summary>The number of the current thread: 0 is the one that called main.</summary>
    short Thread { get; }

    /// <summary>Called between any two statements of async code: other threads may go first.</summary>
    void Interleave();

    /// <summary>Holds the current thread.</summary>
    /// <param name="milliseconds">For how long, at least 0.</param>
    void Compute(long milliseconds);

    /// <summary>Runs a job on a thread of the pool: <c>Task.Run</c>.</summary>
    Task<Value> Offload(JobSteps job);

    /// <summary>Calls main, then lets run what it left until nothing can run any more.</summary>
    /// <param name="main">Returns when the main body suspends for the first time or ends.</param>
    /// <param name="isQuiet">Whether nothing can run any more; a host that sees so by itself need not ask.</param>
    /// <param name="stepLimit">After how many steps a run counts as endless, where the host counts steps.</param>
    /// <returns>False when the limit was reached.</returns>
    bool Run(Action main, Func<bool> isQuiet, int stepLimit);
}
