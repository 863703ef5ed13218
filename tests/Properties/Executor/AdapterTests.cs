using Conformance.Implementations.Executor;
using Conformance.Implementations.Mutants;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class AdapterTests
{
    private const int Schedules = 50;

    public static TheoryData<string> Names => [.. Lazy().Select(test => test.Name)];

    public static TheoryData<string> Mutants => [.. LazyMutants.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Current_thread_shows_only_allowed_outcomes(string name) => ShowsOnlyAllowed(ExecutorRuntime.CurrentThread(), name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Workers_show_only_allowed_outcomes(string name) => ShowsOnlyAllowed(ExecutorRuntime.MultiThread(3), name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Real_threads_come_to_the_same_end(string name)
    {
        var litmus = Lazy().Single(test => test.Name == name);
        ComeToTheSameEnd(litmus, ExecutorRuntime.CurrentThread(), ExecutorRuntime.RealCurrentThread());

        // With several threads a wake may come before the poll that it was for, and then the program waits forever.
        if (!litmus.Needs.Contains(Need.SingleThread))
            ComeToTheSameEnd(litmus, ExecutorRuntime.MultiThread(), ExecutorRuntime.RealMultiThread());
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_reaches_its_fault_and_its_rule_says_so(string name)
    {
        var mutant = LazyMutants.All.Single(mutant => mutant.Name == name);
        var runtime = mutant.Create();
        var checker = new Checker(Catalogue.Create().Where(rule => rule.Info.Id == mutant.Rule), runtime.Description);
        var trace = new Trace();
        foreach (var code in Lazy().Select(test => Code.Of(test.Program)))
        {
            for (var seed = 0; seed < Schedules; seed++)
            {
                Run(runtime, code, seed == 0 ? new Natural() : new RandomWalk(), (ulong)seed, trace);
                checker.Check(trace);
                if (checker.Violations.Any(violation => violation.Message.Contains(mutant.Message, StringComparison.Ordinal)))
                {
                    Assert.True(runtime.FaultsReached > 0, "The rule failed, but not because of the fault.");
                    return;
                }
            }
        }

        Assert.Fail($"{mutant.Rule} did not find out \"{name}\".");
    }

    [Fact]
    public void Same_schedule_gives_the_same_trace()
    {
        foreach (var runtime in new[] { ExecutorRuntime.CurrentThread(), ExecutorRuntime.MultiThread(3) })
        {
            foreach (var code in Lazy().Select(test => Code.Of(test.Program)))
            {
                var trace = new Trace();
                var scheduler = Run(runtime, code, new RandomWalk(), 42, trace);
                var again = new Trace();
                Run(runtime, code, new Replay(scheduler.Record), 0, again);
                Assert.Equal(trace.Events.ToArray(), again.Events.ToArray());
                Assert.Equal(trace.Ending, again.Ending);
            }
        }
    }

    [Fact]
    public void Eager_program_is_unsupported()
    {
        var trace = new Trace();
        var code = Code.Of(new Program(Dialect.Eager, []));
        Run(ExecutorRuntime.CurrentThread(), code, new Natural(), 0, trace);
        Assert.Equal(Ending.Unsupported, trace.Ending);
    }

    [Fact]
    public void Deadlock_says_who_waits_for_whom()
    {
        var test = Lazy().Single(test => test.Name == "poll-02-pending-without-a-wake-hangs");
        foreach (var runtime in new[] { ExecutorRuntime.CurrentThread(), ExecutorRuntime.MultiThread(), ExecutorRuntime.RealMultiThread() })
        {
            var trace = new Trace();
            Run(runtime, Code.Of(test.Program), new Natural(), 0, trace);
            Assert.Equal(Ending.Deadlock, trace.Ending);
            Assert.Contains("waits for probe \"p\"", trace.Reason, StringComparison.Ordinal);
        }
    }

    private static void ComeToTheSameEnd(LitmusTest litmus, ExecutorRuntime simulated, ExecutorRuntime real)
    {
        var code = Code.Of(litmus.Program);
        var (expected, trace) = (new Trace(), new Trace());
        Run(simulated, code, new Natural(), 0, expected);
        Run(real, code, new Natural(), 0, trace);

        // A machine that is late changes the order of what comes by the clock; the litmus test knows.
        var isSame = trace.Ending == expected.Ending || litmus.Judge(trace).Verdict == LitmusVerdict.NotJudged;
        Assert.True(isSame, $"{trace.Ending}, not {expected.Ending}: {trace.Reason}");
    }

    private static void ShowsOnlyAllowed(IRuntime runtime, string name)
    {
        Shows(runtime, name, new Natural(), 1);
        Shows(runtime, name, new RandomWalk(), Schedules);
    }

    private static void Shows(IRuntime runtime, string name, Strategy strategy, int times)
    {
        var test = Lazy().Single(test => test.Name == name);
        var code = Code.Of(test.Program);
        var trace = new Trace();
        for (var seed = 0; seed < times; seed++)
        {
            Run(runtime, code, strategy, (ulong)seed, trace);
            Assert.True(trace.Ending != Ending.AdapterError, trace.Reason);
            var judgement = test.Judge(trace);
            Assert.True(judgement.Verdict != LitmusVerdict.Forbidden, judgement.Reason);
        }
    }

    private static IEnumerable<LitmusTest> Lazy() => LitmusLibrary.Load().Where(test => test.Program.Dialect == Dialect.Lazy);

    private static Scheduler Run(IRuntime runtime, Code code, Strategy strategy, ulong seed, Trace trace)
    {
        var scheduler = new Scheduler(strategy);
        scheduler.Begin(seed);
        runtime.Run(code, scheduler, trace, RunOptions.Default);
        return scheduler;
    }
}
