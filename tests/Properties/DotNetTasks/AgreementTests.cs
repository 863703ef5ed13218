using Conformance.Implementations.DotNetTasks;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

/// <summary>The pool judges the simulation: where all that happens happens inside one call, a synchronization context must change nothing.</summary>
public sealed class AgreementTests
{
    private const int Sampled = 1000;

    [Fact]
    public void Programs_that_run_inside_the_call_of_main_have_one_trace()
    {
        var (loop, pool) = (new DotNetTasksRuntime(), DotNetTasksRuntime.ForReal());
        var (compared, inline) = (0, 0);
        foreach (var program in ProgramGenerator.Sample(Dialect.Eager, seed: 3, Sampled))
        {
            var code = Code.Of(Inlined.Of(program));
            // Without a single turn of the loop: nothing was posted, nothing was due.
            var simulated = Run(loop, code, new RunOptions(StepLimit: 0));
            if (simulated.Ending is Ending.Unsupported or Ending.StepLimit)
                continue;
            Assert.Equal(Text(simulated), Text(Run(pool, code, RunOptions.Default)));
            compared++;
            inline += Continues(simulated) ? 1 : 0;
        }

        Assert.True(
            compared > 100 && inline > 50,
            $"{compared} programs were compared, in {inline} of them something awaited went on: too few to prove anything."
        );
    }

    private static bool Continues(Trace trace) => trace.Events.ToArray().Any(item => item.Kind == EventKind.Resumed);

    private static Trace Run(IRuntime runtime, Code code, RunOptions options)
    {
        var trace = new Trace();
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(0);
        runtime.Run(code, scheduler, trace, options);
        return trace;
    }

    private static string Text(Trace trace) =>
        string.Join(
            '\n',
            trace.Events.ToArray().Select(item => (item with { Time = 0 }).ToString()).Append($"{trace.Ending} {trace.Reason}")
        );
}
