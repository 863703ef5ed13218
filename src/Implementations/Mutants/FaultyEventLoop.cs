using Conformance.Implementations.EventLoop;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Mutants;

/// <summary>The event loop with one fault.</summary>
internal sealed class FaultyEventLoop(EventLoopFault fault, string name) : IMutantRuntime
{
    private readonly EventLoopRuntime runtime = new(fault, name);

    public RuntimeDescription Description => runtime.Description;

    public long FaultsReached => runtime.FaultsReached;

    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options) => runtime.Run(code, scheduler, trace, options);
}
