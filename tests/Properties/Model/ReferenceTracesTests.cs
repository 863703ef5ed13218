using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
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

public sealed class ReferenceTracesTests
{
    private const int Programs = 60;
    private const int Schedules = 4;
    private const int MostAreJudged = 20 * Schedules * 3 / 4;

    private static readonly Dictionary<string, Func<IRuntime>> Runtimes = new(StringComparer.Ordinal)
    {
        ["event-loop"] = () => new EventLoopRuntime(),
        ["executor"] = ExecutorRuntime.CurrentThread,
        ["executor-multi"] = () => ExecutorRuntime.MultiThread(),
        ["executor-paused"] = ExecutorRuntime.PausedCurrentThread,
    };

    public static TheoryData<string> Names => [.. Runtimes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_trace_of_a_reference_is_an_execution_of_the_model(string name)
    {
        var checker = new ModelChecker();
        foreach (var trace in Traces(Runtimes[name](), Sample(name, seed: 1, Programs)))
        {
            var rejection = checker.Check(trace);
            rejection.ShouldBeNull($"{ProgramPrinter.Print(trace.Code.Program)}\n{rejection}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trace_whose_last_event_is_missing_is_rejected(string name)
    {
        var checker = new ModelChecker();
        var rejected = 0;
        foreach (var trace in Traces(Runtimes[name](), Sample(name, seed: 5, 20)))
        {
            var cut = new Trace();
            cut.Begin(trace.Code, trace.Runtime);
            foreach (ref readonly var item in trace.Events[..^1])
                cut.Add(in item);
            cut.End(trace.Ending, trace.Natural, trace.Reason);
            rejected += Rejected(checker, cut, cut.Count);
        }

        rejected.ShouldBeGreaterThan(MostAreJudged);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trace_with_an_event_twice_is_rejected_there(string name)
    {
        var checker = new ModelChecker();
        var rejected = 0;
        foreach (var trace in Traces(Runtimes[name](), Sample(name, seed: 3, 20)))
        {
            var at = trace.Count / 2;
            var doubled = new Trace();
            doubled.Begin(trace.Code, trace.Runtime);
            for (var i = 0; i < trace.Count; i++)
            {
                doubled.Add(in trace[i]);
                if (i == at)
                    doubled.Add(in trace[i]);
            }

            doubled.End(trace.Ending, trace.Natural, trace.Reason);
            rejected += Rejected(checker, doubled, at + 1);
        }

        rejected.ShouldBeGreaterThan(MostAreJudged);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outcome_of_a_reference_is_among_those_that_the_model_enumerates(string name)
    {
        var runtime = Runtimes[name]();
        var compared = 0;
        foreach (var litmus in LitmusLibrary.Load().Where(litmus => litmus.Program.Dialect == runtime.Description.Family))
        {
            if (!IsKnown(runtime, litmus.Program))
                continue;
            var all = Enumeration.Of(Code.Of(litmus.Program), runtime.Description, 20_000);
            foreach (var trace in Traces(runtime, [litmus.Program]))
            {
                all.Outcomes.ShouldContain(Observed.Of(trace), litmus.Name);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(100);
    }

    // A trace that leaves too much open is not judged: it is neither accepted nor rejected.
    private static int Rejected(ModelChecker checker, Trace trace, int at)
    {
        var rejection = checker.Check(trace);
        if (!checker.IsJudged)
            return 0;
        rejection.ShouldNotBeNull(ProgramPrinter.Print(trace.Code.Program)).Event.ShouldBe(at);
        return 1;
    }

    private static IEnumerable<Program> Sample(string name, ulong seed, int count) =>
        ProgramGenerator
            .Sample(Runtimes[name]().Description.Family, seed * 1_000_000, count * 2)
            .Where(program => IsKnown(Runtimes[name](), program))
            .Take(count);

    // A clock that is not paused cannot be advanced.
    private static bool IsKnown(IRuntime runtime, Program program) =>
        Code.Of(program) is var code
        && ModelChecker.Covers(code)
        && (!code.Has(Op.Advance) || runtime.Description.Clock == ClockKind.Paused);

    private static IEnumerable<Trace> Traces(IRuntime runtime, IEnumerable<Program> programs)
    {
        var trace = new Trace();
        foreach (var program in programs)
        {
            var code = Code.Of(program);
            for (var seed = 0UL; seed < Schedules; seed++)
            {
                var scheduler = new Scheduler(seed == 0 ? new Natural() : new RandomWalk());
                scheduler.Begin(seed);
                runtime.Run(code, scheduler, trace, RunOptions.Default);
                yield return trace;
            }
        }
    }
}
