using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Litmus;

public sealed class SurveyTests
{
    [Fact]
    public void Interrupted_survey_tells_what_it_saw()
    {
        var runtime = RuntimeCatalogue.Find("executor-multi")!();
        var litmus = Campaign.Litmuses(Dialect.Lazy).Single(litmus => litmus.Name == "spawn-03-may-start-at-any-time");
        var report = new LitmusSurvey(runtime, schedules: int.MaxValue, seed: 1).Survey(litmus, new CancellationToken(canceled: true));
        report.Outcomes.Sum(outcome => outcome.Count).ShouldBe(1);
    }
}
