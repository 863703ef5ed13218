using Conformance.Implementations.Protocol;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Architecture;

namespace Conformance.Tests.Properties.Protocol;

/// <summary>Adapters that break in a way of their own.</summary>
internal static class Adapters
{
    internal static Code Nothing { get; } = Code.Of(new Spec.Programs.Program(Dialect.Eager, []));

    internal static ProcessRuntime Start(string fault, ProtocolLimits? limits = null) => new(Command(fault), limits);

    /// <summary>One that takes so many programs ahead.</summary>
    internal static ProcessRuntime Start(string fault, int pipeline, ProtocolLimits? limits = null) =>
        new(Command(fault, $"{pipeline}"), limits);

    internal static AdapterCommand Command(params string[] arguments) => new("python3", [File("misbehaving.py"), .. arguments]);

    internal static string File(string name) => Path.Combine(Repository.Root, "tests", "Properties", "Protocol", name);

    internal static Trace Run(IRuntime runtime, Code? code = null, ulong seed = 1)
    {
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(seed);
        var trace = new Trace();
        runtime.Run(code ?? Nothing, scheduler, trace, RunOptions.Default);
        return trace;
    }
}
