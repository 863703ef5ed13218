using Conformance.Implementations.DotNetTasks;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

/// <summary>Runs programs on tasks.</summary>
internal static class Programs
{
    internal static Trace Run(string text, ulong? seed = null) =>
        Run(
            new DotNetTasksRuntime(),
            Code.Of(ProgramParser.Load(text)),
            new Scheduler(seed is null ? new Natural() : new RandomWalk()),
            seed ?? 0
        );

    internal static Trace Run(IRuntime runtime, Code code, Scheduler scheduler, ulong seed)
    {
        var trace = new Trace();
        scheduler.Begin(seed);
        runtime.Run(code, scheduler, trace, RunOptions.Default);
        if (trace.Ending != Ending.Unsupported)
            Assert.True(
                new WellFormed().Check(trace) is null,
                $"{trace.Ending} {trace.Reason} {new WellFormed().Check(trace)}\n{ProgramPrinter.Print(code.Program)}"
            );
        return trace;
    }

    internal static string Text(Trace trace) =>
        string.Join('\n', trace.Events.ToArray().Select(item => item.ToString()).Append($"{trace.Ending} {trace.Reason}"));
}
