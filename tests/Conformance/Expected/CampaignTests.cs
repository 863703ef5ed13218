using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Expected;

/// <summary>
/// What a campaign makes of a list of differences, on a runtime that has exactly one: CANC-02, seen by its litmus and by the model too.
/// </summary>
public sealed class CampaignTests
{
    private const string Runtime = "join-drops-backwards";
    private const string Litmus = "canc-02-locals-drop-in-reverse-order";
    private const string Drops = "CANC-02\tBy design.\thttps://example.org/drops\nMODEL-01\tSee CANC-02.\n";

    [Fact]
    public void Difference_that_shows_is_no_violation_nor_is_its_litmus()
    {
        var result = Run(Drops);
        Verdict(result, "CANC-02").ShouldBe(Runner.Campaigns.Verdict.Differs);
        Verdict(result, LitmusRule.Id).ShouldBe(Runner.Campaigns.Verdict.Differs);
        result.Violated.ShouldBeFalse();
        result.UnexpectedPasses.ShouldBeEmpty();
        result.Findings.ShouldBeEmpty();
        Tally(result, "CANC-02").Differences.ShouldHaveSingleItem().Example.Origin.ShouldStartWith("litmus ");
        var litmus = result.Runtimes[0].Litmuses.Where(litmus => litmus.Forbidden > 0).ToList();
        litmus.ShouldHaveSingleItem().Test.Name.ShouldBe(Litmus);
    }

    [Fact]
    public void Listed_litmus_excuses_no_rule()
    {
        var result = Run($"{Litmus}\tBy design.\n");
        Verdict(result, LitmusRule.Id).ShouldBe(Runner.Campaigns.Verdict.Differs);
        Verdict(result, "CANC-02").ShouldBe(Runner.Campaigns.Verdict.Fail);
        result.Violated.ShouldBeTrue();
    }

    [Theory]
    [InlineData("LAZY-01")]
    [InlineData("lazy-01-futures-are-inert")]
    public void Difference_that_does_not_show_is_an_unexpected_pass(string subject)
    {
        var result = Run($"{Drops}{subject}\tOnce it was so.\n");
        result.UnexpectedPasses.ShouldHaveSingleItem().Expected.Subject.ShouldBe(subject);
        result.Violated.ShouldBeFalse();
    }

    [Fact]
    public void Flaky_difference_is_listed_as_flaky_whether_it_shows_or_not()
    {
        var result = Run("CANC-02\tAt times.\t\tflaky\nMODEL-01\tAt times.\t\tflaky\nLAZY-01\tAt times.\t\tflaky\n");
        Verdict(result, "CANC-02").ShouldBe(Runner.Campaigns.Verdict.Flaky);
        Verdict(result, "LAZY-01").ShouldBe(Runner.Campaigns.Verdict.Flaky);
        Tally(result, "CANC-02").Documented.ShouldBePositive();
        Tally(result, "LAZY-01").Documented.ShouldBe(0);
        result.Violated.ShouldBeFalse();
        result.UnexpectedPasses.ShouldBeEmpty();
    }

    [Fact]
    public void Entry_about_another_family_is_refused() =>
        Should
            .Throw<AggregateException>(() => Run("EAGER-01\twhy\n"))
            .InnerException.ShouldBeOfType<ProgramException>()
            .Message.ShouldContain("expected a rule or litmus that applies to \"join-drops-backwards\"");

    [Fact]
    public void Every_difference_of_an_embedded_runtime_says_where_it_is_documented()
    {
        foreach (var name in RuntimeCatalogue.Names.Where(name => RuntimeCatalogue.Missing(name) is null))
        {
            var runtime = RuntimeCatalogue.Find(name)!();
            using (runtime as IDisposable)
            {
                runtime.Expectations.MustFit(runtime.Description);
                runtime.Expectations.All.ShouldAllBe(expected => expected.Link.Length > 0);
            }
        }
    }

    private static CampaignResult Run(string expectations)
    {
        var list = Expectations.Parse(expectations, "mine.tsv");
        return new Campaign(
            [() => new WithExpectations(RuntimeCatalogue.Find(Runtime)!(), list)],
            new CampaignOptions { Programs = 100, Schedules = 2 }
        ).Run();
    }

    private static RuleTally Tally(CampaignResult result, string rule) => result.Runtimes[0].Rules.Single(tally => tally.Rule.Id == rule);

    private static Verdict Verdict(CampaignResult result, string rule) => result.Runtimes[0].Verdict(Tally(result, rule));
}
