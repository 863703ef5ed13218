using System.Runtime.CompilerServices;
using Conformance.Implementations.Protocol;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Tests.Properties.Protocol;

/// <summary>Adapters that break in a way of their own.</summary>
internal static class Adapters
{
    internal static Code Nothing { get; } = Code.Of(new Spec.Programs.Program(Dialect.Eager, []));

    internal static ProcessRuntime Start(string fault, ProtocolLimits? limits = null, [CallerFilePath] string here = "") =>
        new(new AdapterCommand("python3", [Path.Combine(Path.GetDirectoryName(here)!, "misbehaving.py"), fault]), limits);

    /// <summary>One that takes so many programs ahead.</summary>
    internal static ProcessRuntime Start(string fault, int pipeline, ProtocolLimits? limits = null, [CallerFilePath] string here = "") =>
        new(new AdapterCommand("python3", [Path.Combine(Path.GetDirectoryName(here)!, "misbehaving.py"), fault, $"{pipeline}"]), limits);

    internal static Trace Run(IRuntime runtime, Code? code = null, ulong seed = 1)
    {
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(seed);
        var trace = new Trace();
        runtime.Run(code ?? Nothing, scheduler, trace, RunOptions.Default);
        return trace;
    }
}
