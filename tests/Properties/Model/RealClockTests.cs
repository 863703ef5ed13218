using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>What a simulated runtime does a real one may do too: its traces, said to be of a real clock, keep their verdict.</summary>
public sealed class RealClockTests
{
    private static readonly Dictionary<string, Func<IRuntime>> References = new(StringComparer.Ordinal)
    {
        ["event-loop"] = () => new EventLoopRuntime(),
        ["executor"] = ExecutorRuntime.CurrentThread,
        ["executor-multi"] = () => ExecutorRuntime.MultiThread(),
    };

    // What they do wrong is to be late, which a real clock may be, or early by less than what it can tell.
    private static readonly string[] Late =
    [
        "workers-on-the-loop",
        "sleeps-again",
        "terminate-waits",
        "echo-uses-the-pool",
        "timers-in-order-of-registration",
        "in-place-keeps-the-worker",
        "blocking-waits-for-await",
        "workers-never-steal",
        "timers-served-early",
    ];

    public static TheoryData<string> Runtimes => [.. References.Keys];

    public static TheoryData<string> Mutants =>
        [
            .. MutantCatalogue
                .All.Where(mutant => mutant.Create().Description.Clock == ClockKind.Virtual)
                .Select(mutant => mutant.Name)
                .Except(MutantsTests.Free)
                .Except(Late),
        ];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Trace_of_a_reference_is_accepted(string name)
    {
        var checker = new ModelChecker();
        var (judged, all) = (0, 0);
        foreach (var trace in MutantsTests.Traces(References[name](), "").Select(OnRealClock))
        {
            if (!ModelChecker.Covers(trace.Code))
                continue;
            checker.Check(trace).ShouldBeNull(ProgramPrinter.Print(trace.Code.Program));
            judged += checker.IsJudged ? 1 : 0;
            all++;
        }

        judged.ShouldBeGreaterThan(all * 19 / 20);
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Wrong_runtime_is_rejected(string name)
    {
        var mutant = MutantCatalogue.All.Single(mutant => mutant.Name == name);
        var checker = new ModelChecker();

        MutantsTests.Traces(mutant.Create(), mutant.Rule).Any(trace => checker.Check(OnRealClock(trace)) is not null).ShouldBeTrue();
    }

    private static Trace OnRealClock(Trace trace)
    {
        var real = new Trace();
        real.Begin(trace.Code, trace.Runtime with { Clock = ClockKind.Real });
        foreach (ref readonly var item in trace.Events)
            real.Add(in item);
        real.End(trace.Ending, trace.Natural, trace.Reason);
        return real;
    }
}
