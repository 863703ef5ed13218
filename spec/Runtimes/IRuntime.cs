using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
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

    /// <summary>How strictly it is judged when nothing else is said; strictly by default.</summary>
    Strictness Strictness => Strictness.Strict;

    /// <summary>How many executions ahead it wants to know what it will be asked, to work on several at once; 0, none, by default.</summary>
    int Lookahead => 0;

    /// <summary>Why it cannot run a program, as far as the text tells; null when nothing speaks against it. Campaigns leave such things out of random programs.</summary>
    string? Lacks(Code code) => null;

    /// <summary>
    /// Says that <see cref="Run"/> will be called with this program and a scheduler of this seed, after what was announced before. An
    /// announced execution may be left out; what is not announced may be asked at any time.
    /// </summary>
    void Announce(Code code, ulong seed) { }

    /// <summary>
    /// Runs a program once. The adapter calls <see cref="Trace.Begin"/>, adds the events, asks the scheduler for every free
    /// choice and calls <see cref="Trace.End"/>; a fault of its own becomes <see cref="Ending.AdapterError"/>, never an exception.
    /// </summary>
    void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options);
}
