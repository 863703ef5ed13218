using Conformance.Implementations;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

public sealed class DeterminismTests
{
    private const int Programs = 200;
    private const int Seeds = 4;

    public static TheoryData<string> Simulated => [.. RuntimeCatalogue.Default, "executor-paused", "dotnet-tasks"];

    [Theory]
    [MemberData(nameof(Simulated))]
    public void Same_seed_gives_the_same_trace(string runtime)
    {
        var (first, second) = (RuntimeCatalogue.Find(runtime)!(), RuntimeCatalogue.Find(runtime)!());
        var different = 0;
        foreach (var code in Codes(first.Description.Family))
        {
            for (var seed = 0UL; seed < Seeds; seed++)
            {
                var scheduler = new Scheduler(new RandomWalk());
                var again = new Scheduler(new RandomWalk());
                var trace = Run(first, code, scheduler, seed);
                ShouldBeSame(Run(second, code, again, seed), trace);
                again.Record.ShouldBe(scheduler.Record);
                if (TraceHash.Of(Run(first, code, again, seed + Seeds)) != TraceHash.Of(trace))
                    different++;
            }
        }

        different.ShouldBeGreaterThan(0, "no schedule made a difference: the comparison proves nothing");
    }

    [Theory]
    [MemberData(nameof(Simulated))]
    public void Record_replays_to_the_same_trace(string runtime)
    {
        var instance = RuntimeCatalogue.Find(runtime)!();
        var choices = 0;
        foreach (var code in Codes(instance.Description.Family))
        {
            for (var seed = 0UL; seed < Seeds; seed++)
            {
                var scheduler = new Scheduler(new RandomWalk());
                var trace = Run(instance, code, scheduler, seed);
                choices += scheduler.Count;
                var replay = new Replay(scheduler.Record);
                var replayed = Run(instance, code, new Scheduler(replay), 0);
                replay.Divergence.ShouldBeEmpty(ProgramPrinter.Print(code.Program));
                ShouldBeSame(replayed, trace);
                TraceHash.Of(replayed).ShouldBe(TraceHash.Of(trace));
            }
        }

        choices.ShouldBeGreaterThan(Programs, "too few choices were recorded for replaying them to prove anything");
    }

    private static IEnumerable<Code> Codes(Dialect family) => ProgramGenerator.Sample(family, seed: 5, Programs).Select(Code.Of);

    private static Trace Run(IRuntime runtime, Code code, Scheduler scheduler, ulong seed)
    {
        var trace = new Trace();
        scheduler.Begin(seed);
        runtime.Run(code, scheduler, trace, RunOptions.Default);
        return trace;
    }

    private static void ShouldBeSame(Trace actual, Trace expected)
    {
        var program = ProgramPrinter.Print(expected.Code.Program);
        actual.Events.SequenceEqual(expected.Events).ShouldBeTrue(program);
        (actual.Ending, actual.Reason, actual.Natural).ShouldBe((expected.Ending, expected.Reason, expected.Natural), program);
    }
}
