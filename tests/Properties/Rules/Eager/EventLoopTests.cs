using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Generation;
using Conformance.Runner.Mutation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

/// <summary>The eager chapters against a right event loop and against wrong ones.</summary>
public sealed class EventLoopTests
{
    private const int RandomPrograms = 300;
    private const ulong Seed = 20;

    private static readonly string[] Chapters =
    [
        "Eager start",
        "Memoized resolution",
        "Reaction and microtask order",
        "Event loop phases",
        "Run to completion",
        "Thread pool of the event loop",
        "Abort",
        "Panic and rejection",
        "Shutdown",
    ];

    public static TheoryData<string> Rules => [.. EagerRules().Select(rule => rule.Info.Id)];

    public static TheoryData<string> Mutants =>
        [.. EagerMutants.All.Select(mutant => mutant.Name).Intersect(EagerRules().SelectMany(rule => rule.Info.Mutants))];

    [Fact]
    public void Right_event_loop_breaks_no_rule_and_tests_each()
    {
        var runtime = new EventLoopRuntime();
        var checker = new Checker(EagerRules(), runtime.Description);
        var trace = new Trace();
        var triggers = checker.Rules.ToDictionary(rule => rule.Info.Id, _ => 0);
        foreach (var program in Programs())
        {
            Run(runtime, program, trace);
            Assert.True(checker.Check(trace), Explain(checker, trace));
            foreach (var rule in checker.Rules)
                triggers[rule.Info.Id] += rule.Triggers;
        }

        Assert.DoesNotContain(triggers, rule => rule.Value == 0);
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Wrong_event_loop_is_caught_by_its_rule(string name)
    {
        var mutant = EagerMutants.All.Single(mutant => mutant.Name == name);
        var rule = EagerRules().Single(rule => rule.Info.Id == mutant.Rule);
        Assert.Contains(name, rule.Info.Mutants);
        var result = MutantHunt.Hunt(mutant);
        Assert.True(result.Killed, result.Message);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_names_a_mutant_and_a_litmus_that_names_it(string id)
    {
        var info = EagerRules().Single(rule => rule.Info.Id == id).Info;
        Assert.NotEmpty(info.Mutants);
        Assert.NotEmpty(info.Litmus);
        Assert.All(info.Litmus, name => Assert.Contains(id, LitmusLibrary.Load().Single(litmus => litmus.Name == name).Rules));
    }

    [Fact]
    public void Checking_a_conforming_trace_again_allocates_nothing()
    {
        var runtime = new EventLoopRuntime();
        var checker = new Checker(EagerRules(), runtime.Description);
        var trace = new Trace();
        foreach (var program in Programs().Take(20))
        {
            Run(runtime, program, trace);
            checker.Check(trace);
            var before = GC.GetAllocatedBytesForCurrentThread();
            checker.Check(trace);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static IEnumerable<Rule> EagerRules() =>
        Catalogue.Create().Where(rule => rule.Info.Family != Family.Lazy && Chapters.Contains(rule.Info.Chapter));

    private static IEnumerable<Program> Programs() =>
        LitmusLibrary
            .Load()
            .Select(litmus => litmus.Program)
            .Where(program => program.Dialect == Dialect.Eager)
            .Concat(ProgramGenerator.Sample(Dialect.Eager, Seed, RandomPrograms));

    private static void Run(EventLoopRuntime runtime, Program program, Trace trace)
    {
        var scheduler = new Scheduler(new RandomWalk());
        scheduler.Begin(Seed);
        runtime.Run(Code.Of(program), scheduler, trace, RunOptions.Default);
    }

    private static string Explain(Checker checker, Trace trace)
    {
        if (checker.Violations.Count == 0)
            return "";
        var violation = checker.Violations[0];
        return $"{violation.Rule}: {violation.Message}\n{ProgramPrinter.Print(trace.Code.Program)}\n{Timeline.Print(trace, violation.Event)}";
    }
}
