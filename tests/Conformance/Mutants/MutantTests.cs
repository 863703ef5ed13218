using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Runner.Mutation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Tests.Mutants;

public sealed class MutantTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Mutants
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var mutant in MutantCatalogue.All)
                data.Add(mutant.Rule, mutant.Name);
            return data;
        }
    }

    public static TheoryData<string> Rules => [.. Catalogue.Create().Where(rule => rule.Info.Testable).Select(rule => rule.Info.Id)];

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_is_caught_by_its_rule_with_the_stated_message(string rule, string mutant)
    {
        var result = MutantHunt.Hunt(MutantCatalogue.All.Single(candidate => candidate.Name == mutant));
        result.Killed.ShouldBeTrue($"{mutant} survived {result.Executions} executions: {result.Message}");
        result.By.ShouldBe(rule);
        result.Executions.ShouldBeInRange(1, MutantHunt.Limit);
        result.Reached.ShouldBePositive();
        result.Message.ShouldContain(result.Mutant.Message);
        output.WriteLine($"after {result.Executions} executions: {result.Message}");
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_is_caught_without_orders_that_nobody_promises_unless_its_rule_is_one(string rule, string mutant)
    {
        var wrong = MutantCatalogue.All.Single(candidate => candidate.Name == mutant);
        var observed = wrong.IsOrder || Catalogue.Create().Single(candidate => candidate.Info.Id == rule).Info.Observed;
        MutantHunt.IsAsked(wrong, Strictness.Portable).ShouldBe(!observed);
        if (!observed)
            MutantHunt.Hunt(wrong, Strictness.Portable).Killed.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_fails_by_what_it_does_never_by_an_exception_of_its_own(string rule, string mutant)
    {
        var runtime = MutantCatalogue.All.Single(candidate => candidate.Name == mutant).Create();
        var judge = new Judge(runtime, []);
        var dialect = runtime.Description.Family;
        var programs = Campaign
            .Litmuses(dialect)
            .Select(litmus => litmus.Program)
            .Concat(ProgramGenerator.Sample(dialect, seed: 5, count: 60));
        foreach (var program in programs)
        {
            judge.Run(Code.Of(program), new Scheduler(new RandomWalk()), seed: 1);
            judge.Trace.Ending.ShouldNotBe(Ending.AdapterError, $"{rule}: {judge.Trace.Reason}\n{ProgramPrinter.Print(program)}");
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_names_its_mutants_and_litmus_tests(string id)
    {
        var info = Catalogue.Create().Single(rule => rule.Info.Id == id).Info;
        info.Mutants.ShouldNotBeEmpty();
        info.Mutants.ShouldBe(MutantCatalogue.All.Where(mutant => mutant.Rule == id).Select(mutant => mutant.Name), ignoreOrder: true);
        info.Litmus.ShouldNotBeEmpty();
        info.Litmus.ShouldBeSubsetOf(LitmusLibrary.Load().Where(litmus => litmus.Rules.Contains(id)).Select(litmus => litmus.Name));
    }

    [Fact]
    public void Mutants_have_names_of_their_own() => MutantCatalogue.All.Select(mutant => mutant.Name).ShouldBeUnique();
}
