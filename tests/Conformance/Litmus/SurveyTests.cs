using System.Text.Json;
using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
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

    [Theory]
    [InlineData("executor-multi", "", "exactly \"a\" \"b\"", "allowed a b", "contested b a")]
    [InlineData("executor-multi", "only natural", "exactly \"a\" \"b\"", "allowed a b", "neverSeen b a")]
    [InlineData("executor-multi", "", "allowed \"a\" \"b\" allowed \"b\" \"a\"", "allowed a b", "neverSeen b a")]
    [InlineData("executor-multi", "only single-thread", "exactly \"c\"", "possible a b", "elsewhere c", "neverSeen b a")]
    [InlineData("executor", "only natural", "exactly \"c\"", "forbidden a b", "contested c", "neverSeen b a")]
    [InlineData("executor", "", "allowed \"a\" \"b\" allowed \"c\" never \"b\" \"a\"", "allowed a b", "elsewhere c", "contested b a")]
    [InlineData("executor-real", "only multi-thread", "exactly \"c\"", "possible a b", "elsewhere c")]
    public void Mark_says_what_an_outcome_is(string runtime, string only, string expectations, params string[] marks) =>
        Marks(Survey(runtime, $"{only}\n{TwoTasks}", schedules: 1, expectations: expectations)).ShouldBe(marks);

    [Theory]
    [InlineData("executor-paused", "exactly \"a 10\"", "onlyTimes a 0", "elsewhere a 10")]
    [InlineData("executor-paused", "allowed \"b\" never \"c\"", "forbidden a 0", "contested b")]
    [InlineData("executor", "exactly \"a 20\"", "forbidden a 10", "contested a 20")]
    public void Mark_says_where_only_the_clock_differs(string runtime, string expectations, params string[] marks) =>
        Marks(Survey(runtime, "program lazy { compute 10; log \"a\" now }", expectations: expectations)).ShouldBe(marks);

    [Fact]
    public void Possible_outcome_of_other_times_that_was_not_seen_is_not_contested()
    {
        const string Racing =
            "a = async { compute 10; log \"x\" now }; b = async { log \"y\" now }; g = spawn a; h = spawn b; await g; await h";
        var report = Survey(
            "executor-paused",
            $"program lazy {{ {Racing} }}",
            schedules: 1,
            expectations: "allowed \"x 10\" \"y 10\"\nallowed \"y 0\" \"x 10\""
        );
        Marks(report).ShouldBe(["onlyTimes x 0 y 0", "elsewhere x 10 y 10", "elsewhere y 0 x 10", "neverSeen y 0 x 0"]);
    }

    [Fact]
    public void Program_with_too_many_configurations_is_not_enumerated_but_each_execution_is_judged()
    {
        var report = Survey("newest-microtask-first", TwoMicrotasks, limit: 3);
        report.Possible!.All.ShouldBeNull();
        report.Possible.WhyNot.ShouldBe("too many outcomes to enumerate");
        ShouldBeRejected(report);
    }

    [Fact]
    public void Nothing_is_enumerated_on_the_clock_of_the_machine_but_each_execution_is_judged()
    {
        var report = Survey("event-loop-real", TwoMicrotasks);
        report.Ok.ShouldBeTrue();
        report.JudgedByModel.ShouldBe(5);
        report.Possible!.WhyNot.ShouldBe("the clock is the machine's, and the model enumerates on an exact one only");
        report.Outcomes.ShouldHaveSingleItem().Possible.ShouldBe(true);
    }

    [Fact]
    public void Execution_that_the_model_cannot_do_is_a_violation_on_the_clock_of_the_machine() =>
        ShouldBeRejected(Survey(new ClaimsTheMachinesClock(RuntimeCatalogue.Find("newest-microtask-first")!()), TwoMicrotasks));

    private static void ShouldBeRejected(LitmusReport report)
    {
        report.Ok.ShouldBeFalse();
        var outcome = report.Outcomes.ShouldHaveSingleItem();
        outcome.Mark.ShouldBe(OutcomeMark.Rejected);
        outcome.Allowed.ShouldBeTrue();
        outcome.Possible.ShouldBeNull();
        outcome.Rejection.ShouldNotBeNullOrEmpty();
        outcome.Replay!.Rule.ShouldBe("MODEL-01");
    }

    private static IEnumerable<string> Marks(LitmusReport report) =>
        report.Outcomes.Select(outcome =>
            $"{JsonNamingPolicy.CamelCase.ConvertName(outcome.Mark.ToString())} {string.Join(' ', outcome.Log)}"
        );

    private static LitmusReport Survey(
        string runtime,
        string program,
        int schedules = 5,
        int limit = PossibleOutcomes.DefaultLimit,
        string expectations = "never \"c\""
    ) => Survey(RuntimeCatalogue.Find(runtime)!(), program, schedules, limit, expectations);

    private static LitmusReport Survey(
        IRuntime runtime,
        string program,
        int schedules = 5,
        int limit = PossibleOutcomes.DefaultLimit,
        string expectations = "never \"c\""
    )
    {
        var test = LitmusParser.Parse($"litmus mine\n\"A test.\"\nsource \"a test\"\n{program}\n{expectations}", "mine.litmus");
        return new LitmusSurvey(runtime, schedules, seed: 1, limit: limit).Survey(test);
    }
}
