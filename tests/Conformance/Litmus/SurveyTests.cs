using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Litmus;

public sealed class SurveyTests
{
    private const string TwoMicrotasks = "program eager { m = microtask { log \"a\" }; n = microtask { log \"b\" } }";
    private const string TwoTasks =
        "program lazy { a = async { log \"a\" }; b = async { log \"b\" }; g = spawn a; h = spawn b; await g; await h }";

    [Fact]
    public void Interrupted_survey_tells_what_it_saw()
    {
        var runtime = RuntimeCatalogue.Find("executor-multi")!();
        var litmus = Campaign.Litmuses(Dialect.Lazy).Single(litmus => litmus.Name == "spawn-03-may-start-at-any-time");
        var report = new LitmusSurvey(runtime, schedules: int.MaxValue, seed: 1).Survey(litmus, new CancellationToken(canceled: true));
        report.Outcomes.Sum(outcome => outcome.Count).ShouldBe(1);
    }

    [Fact]
    public void Outcome_that_the_model_cannot_come_to_is_a_violation_though_the_litmus_allows_it()
    {
        var report = Survey("newest-microtask-first", TwoMicrotasks);
        report.Ok.ShouldBeFalse();
        report.NotJudged.ShouldBeNull();
        report.Possible!.All!.ShouldHaveSingleItem().ToString().ShouldBe("\"a\" \"b\"");
        report.Outcomes[0].IsViolation.ShouldBeTrue();
        report.Outcomes[0].Log.ShouldBe(["b", "a"]);
        report.Outcomes[0].Allowed.ShouldBeTrue();
        report.Outcomes[0].Possible.ShouldBe(false);
        report.Outcomes[1].Log.ShouldBe(["a", "b"]);
        report.Outcomes[1].Count.ShouldBe(0);
    }

    [Fact]
    public void Possible_outcomes_that_never_came_are_listed()
    {
        var report = Survey("executor-multi", TwoTasks, schedules: 1);
        report.Ok.ShouldBeTrue();
        report.Outcomes.Count.ShouldBe(2);
        report.Outcomes.Count(outcome => outcome is { Count: 0, Allowed: true, Possible: true }).ShouldBe(1);
    }

    [Fact]
    public void Program_with_too_many_configurations_is_not_checked_against_the_model()
    {
        var report = Survey("newest-microtask-first", TwoMicrotasks, limit: 3);
        report.Ok.ShouldBeTrue();
        report.Possible!.All.ShouldBeNull();
        report.Possible.WhyNot.ShouldBe("too many outcomes to enumerate");
        report.Outcomes.ShouldHaveSingleItem().Possible.ShouldBeNull();
    }

    [Fact]
    public void Runtime_on_the_clock_of_the_machine_is_not_checked_against_the_model()
    {
        var report = Survey("event-loop-real", TwoMicrotasks);
        report.Ok.ShouldBeTrue();
        report.Possible!.WhyNot.ShouldBe("the model enumerates on an exact clock only; that of \"event-loop-real\" is the machine's");
    }

    private static LitmusReport Survey(string runtime, string program, int schedules = 5, int limit = PossibleOutcomes.DefaultLimit)
    {
        var test = LitmusParser.Parse($"litmus mine\n\"A test.\"\nsource \"a test\"\n{program}\nnever \"c\"", "mine.litmus");
        return new LitmusSurvey(RuntimeCatalogue.Find(runtime)!(), schedules, seed: 1, limit: limit).Survey(test);
    }
}
