using Conformance.Implementations.Executor;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

/// <summary>All lazy rules against right executors under their own and under random schedules.</summary>
public sealed class ExecutorTests
{
    private const int RandomPrograms = 500;
    private const int Schedules = 4;
    private const ulong Seed = 11;

    public static TheoryData<string> Rules => [.. Catalogue.Create().Where(IsLazy).Select(rule => rule.Info.Id)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Right_executor_breaks_no_rule_and_tests_each(int workers)
    {
        IRuntime runtime = workers == 1 ? ExecutorRuntime.CurrentThread() : ExecutorRuntime.MultiThread(workers);
        var checker = new Checker(Catalogue.Create(), runtime.Description);
        var triggers = checker.Rules.ToDictionary(rule => rule.Info.Id, _ => 0);
        var trace = new Trace();
        foreach (var program in Programs())
        {
            var code = Code.Of(program);
            for (var seed = 0; seed < Schedules; seed++)
            {
                var scheduler = new Scheduler(seed == 0 ? new Natural() : new RandomWalk());
                scheduler.Begin((ulong)seed);
                runtime.Run(code, scheduler, trace, RunOptions.Default);
                Assert.True(trace.Ending != Ending.AdapterError, trace.Reason);
                Assert.True(checker.Check(trace), Explain(checker, program, seed));
                foreach (var rule in checker.Rules)
                    triggers[rule.Info.Id] += rule.Triggers;
            }
        }

        Assert.Empty(triggers.Where(rule => rule.Value == 0).Select(rule => rule.Key));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_names_litmus_tests_that_exist_and_all_of_its_mutants(string id)
    {
        var info = Catalogue.Create().Single(rule => rule.Info.Id == id).Info;
        var known = LitmusLibrary.Load().Select(litmus => litmus.Name).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(info.Litmus);
        Assert.All(info.Litmus, name => Assert.Contains(name, known));
        var mutants = MutantCatalogue.All.Where(mutant => mutant.Rule == id).Select(mutant => mutant.Name).ToList();
        Assert.NotEmpty(mutants);
        Assert.All(mutants, name => Assert.Contains(name, info.Mutants));
    }

    [Fact]
    public void Freedom_to_start_is_observed()
    {
        var runtime = ExecutorRuntime.MultiThread();
        var rule = Catalogue.Create().Single(rule => rule.Info.Id == "SPAWN-03");
        var checker = new Checker([rule], runtime.Description);
        var observed = new int[rule.Options.Count];
        var trace = new Trace();
        var code = Code.Of(LitmusLibrary.Load().Single(litmus => litmus.Name == "spawn-03-may-start-at-any-time").Program);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var scheduler = new Scheduler(new RandomWalk());
            scheduler.Begin(seed);
            runtime.Run(code, scheduler, trace, RunOptions.Default);
            Assert.True(checker.Check(trace));
            for (var option = 0; option < observed.Length; option++)
                observed[option] += rule.Observed[option];
        }

        Assert.DoesNotContain(0, observed);
    }

    // The rules of run to completion have their own chapter and tests.
    private static bool IsLazy(Rule rule) =>
        rule.Info.Testable && rule.Info.Family != Family.Eager && !rule.Info.Id.StartsWith("RTC", StringComparison.Ordinal);

    private static IEnumerable<Program> Programs() =>
        LitmusLibrary
            .Load()
            .Where(litmus => litmus.Program.Dialect == Dialect.Lazy)
            .Select(litmus => litmus.Program)
            .Concat(ProgramGenerator.Sample(Dialect.Lazy, Seed, RandomPrograms));

    private static string Explain(Checker checker, Program program, int seed) =>
        checker.Violations is [var first, ..] ? $"{first.Rule}: {first.Message}\nSchedule {seed} of\n{ProgramPrinter.Print(program)}" : "";
}
