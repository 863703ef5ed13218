using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Runtimes;

/// <summary>A runtime under test, reached through its adapter. Not thread-safe: a campaign uses one instance a thread.</summary>
public interface IRuntime
{
    /// <summary>What it says of itself.</summary>
    RuntimeDescription Description { get; }

    /// <summary>What it does otherwise by design; nothing by default.</summary>
    Expectations Expectations => Expectations.None;

    /// <summary>
    /// Runs a program once. The adapter calls <see cref="Trace.Begin"/>, adds the events, asks the scheduler for every free
    /// choice and calls <see cref="Trace.End"/>; a fault of its own becomes <see cref="Ending.AdapterError"/>, never an exception.
    /// </summary>
    void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options);
}
