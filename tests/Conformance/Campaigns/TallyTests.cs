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
}
