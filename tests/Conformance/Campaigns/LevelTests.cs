using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Tests.Cli;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

/// <summary>Orders that are seen, not promised, on a runtime that breaks one of them and nothing else.</summary>
public sealed class LevelTests
{
    private const string Runtime = "current-thread-last-first";
    private const string Litmus = "sched-01-first-in-first-out";

    [Fact]
    public void Order_that_is_not_promised_fails_at_level_strict_only()
    {
        var strict = Run(Strictness.Strict);
        Verdict(strict, "SCHED-01").ShouldBe(Runner.Campaigns.Verdict.Fail);
        Verdict(strict, LitmusRule.Id).ShouldBe(Runner.Campaigns.Verdict.Fail);

        var portable = Run(Strictness.Portable);
        portable.Violated.ShouldBeFalse();
        portable.VacuousMusts.ShouldNotContain(vacuous => vacuous.Rule.Rule.Observed);
        Verdict(portable, "SCHED-01").ShouldBe(Runner.Campaigns.Verdict.Skipped);
        Tally(portable, "SCHED-01").Unsupported.ShouldBe("an order that is seen, not promised: it is tested at level strict");
        portable.Runtimes[0].Strictness.ShouldBe(Strictness.Portable);
    }

    [Theory]
    [InlineData(Strictness.Strict, false)]
    [InlineData(Strictness.Portable, true)]
    public void Litmus_that_needs_the_natural_order_is_not_judged_at_level_portable(Strictness level, bool ok)
    {
        var test = Campaign.Litmuses(Dialect.Lazy).Single(litmus => litmus.Name == Litmus);
        var report = new LitmusSurvey(Create(), 3, seed: 1, level).Survey(test);
        report.Ok.ShouldBe(ok);
        (report.NotJudged is not null).ShouldBe(ok);
    }

    [Fact]
    public void Rules_of_such_orders_are_never_tested_at_level_portable()
    {
        foreach (var name in RuntimeCatalogue.Default)
        {
            var options = new CampaignOptions
            {
                Programs = 50,
                Schedules = 2,
                Level = Strictness.Portable,
            };
            var tally = new Campaign([RuntimeCatalogue.Find(name)!], options).Run().Runtimes[0];
            tally.Rules.Where(rule => rule.Rule.Observed).ShouldAllBe(rule => rule.Triggers == 0);
        }
    }

    [Fact]
    public async Task Level_is_an_option_of_run()
    {
        string[] run = ["run", "--runtime", Runtime, "--rule", "SCHED-01", "--programs", "50", "--schedules", "1"];
        (await CommandLine.Run(run)).Code.ShouldBe(1);
        var portable = await CommandLine.Run([.. run, "--level", "portable"]);
        portable.Code.ShouldBe(0, portable.Output + portable.Errors);
        portable.Output.ShouldContain(", level portable");
        var wrong = await CommandLine.Run([.. run, "--level", "lax"]);
        wrong.Code.ShouldBe(2);
        wrong.Errors.ShouldContain("--level \"lax\" is none. Expected portable or strict.");
    }

    [Fact]
    public async Task Replay_judges_at_the_level_of_the_campaign()
    {
        string[] strict = ["run", "--runtime", Runtime, "--rule", "SCHED-01", "--programs", "50", "--schedules", "1"];
        var order = ReplayOf(await CommandLine.Run(strict));
        (await CommandLine.Run(order)).Code.ShouldBe(1);
        (await CommandLine.Run([.. order, "--level", "portable"])).Code.ShouldBe(0);

        string[] portable = ["run", "--runtime", "join-drops-backwards", "--rule", "CANC-02", "--programs", "0", "--level", "portable"];
        var drops = ReplayOf(await CommandLine.Run(portable));
        drops[^2..].ShouldBe(["--level", "portable"]);
        var replay = await CommandLine.Run(drops);
        replay.Code.ShouldBe(1, replay.Output + replay.Errors);
        replay.Output.ShouldContain("CANC-02 violated: ");
    }

    private static string[] ReplayOf(Finished run) =>
        run.Output.Split('\n').Single(line => line.StartsWith("  conformance replay ", StringComparison.Ordinal)).Trim().Split(' ')[1..];

    private static IRuntime Create() => RuntimeCatalogue.Find(Runtime)!();

    private static CampaignResult Run(Strictness level) =>
        new Campaign(
            [Create],
            new CampaignOptions
            {
                Programs = 100,
                Schedules = 2,
                Level = level,
            }
        ).Run();

    private static RuleTally Tally(CampaignResult result, string rule) => result.Runtimes[0].Rules.Single(tally => tally.Rule.Id == rule);

    private static Verdict Verdict(CampaignResult result, string rule) => result.Runtimes[0].Verdict(Tally(result, rule));
}
