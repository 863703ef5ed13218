using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Tests.Litmus;

/// <summary>A simulated runtime that is judged as one on the machine's clock: what such a runtime does wrong can be shown without waiting.</summary>
internal sealed class ClaimsTheMachinesClock(IRuntime inner) : IRuntime
{
    private readonly Trace exact = new();

    public RuntimeDescription Description { get; } = inner.Description with { Clock = ClockKind.Real };

    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        inner.Run(code, scheduler, exact, options);
        trace.Begin(code, Description);
        foreach (ref readonly var item in exact.Events)
            trace.Add(item);
        trace.End(exact.Ending, exact.Natural, exact.Reason);
    }
}
