using Conformance.Implementations;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

public sealed class TallyTests
{
    [Theory]
    [InlineData("select-keeps-the-losers", "SEL-01")]
    [InlineData("try-join-waits-for-all", "JOIN-05")]
    public void Rule_that_does_not_hold_was_tested(string mutant, string id)
    {
        var options = new CampaignOptions
        {
            Programs = 30,
            Schedules = 3,
            Rules = [id],
        };
        var tally = new Campaign([MutantCatalogue.All.Single(one => one.Name == mutant).Create], options).Run().Runtimes.Single();
        var rule = tally.Rules.Single(rule => rule.Rule.Id == id);
        rule.Violations.ShouldBeGreaterThan(0);
        rule.Executions.ShouldBeGreaterThanOrEqualTo(rule.Violations);
    }

    [Fact]
    public void Refusals_tell_litmus_tests_from_random_programs()
    {
        new Refusals(21, 1).ToString().ShouldBe("21 litmus tests and 1 random program");
        new Refusals(0, 1200).ToString().ShouldBe("1,200 random programs");
        var options = new CampaignOptions { Programs = 0, Schedules = 1 };
        var tally = new Campaign([RuntimeCatalogue.Find("executor")!], options).Run().Runtimes.Single();
        var refused = tally.Unsupported.Values.ShouldHaveSingleItem();
        refused.ToString().ShouldBe($"{refused.Count} litmus tests");
    }
}
