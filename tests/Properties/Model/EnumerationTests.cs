using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class EnumerationTests
{
    private const int Limit = 40_000;

    // It also lists what comes of a job that takes longer than a timer though it computes nothing: never on an exact clock.
    private const string OnlyOnRealClocks = "err-01-a-failing-job-fails-alone";

    public static TheoryData<string> Names => [.. LitmusLibrary.Load().Where(IsCovered).Select(litmus => litmus.Name)];

    private static bool IsCovered(LitmusTest litmus) => ModelChecker.Covers(Code.Of(litmus.Program));

    [Theory]
    [MemberData(nameof(Names))]
    public void Litmus_allows_exactly_what_the_model_can_do(string name)
    {
        var litmus = LitmusLibrary.Load().Single(litmus => litmus.Name == name);
        var judged = 0;
        foreach (var workers in Workers(litmus))
        {
            var all = Enumeration.Of(Code.Of(litmus.Program), Describe(litmus.Program.Dialect, workers, ClockOf(litmus)), Limit);

            all.IsComplete.ShouldBeTrue();
            var listed = litmus.Expectations.Where(line => line.Kind != ExpectationKind.Never).Select(line => line.Outcome);
            if (name != OnlyOnRealClocks)
                listed.Where(outcome => !all.Outcomes.Contains(outcome)).ShouldBeEmpty($"never seen with {workers} workers");
            judged++;

            // The model leaves every choice free: the order that a vendor merely happens to choose is one of many.
            if (!litmus.Needs.Contains(Need.Natural))
                all.Outcomes.Where(outcome => litmus.Judge(outcome).Verdict == LitmusVerdict.Forbidden).ShouldBeEmpty();
        }

        judged.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Equal_deadlines_end_in_every_order()
    {
        var litmus = LitmusLibrary.Load().Single(litmus => litmus.Name == "time-04-equal-deadlines-in-order-of-registration");

        var all = Enumeration.Of(Code.Of(litmus.Program), Describe(Dialect.Lazy, 1), Limit);

        all.Outcomes.Select(outcome => outcome.ToString())
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "\"1\" \"2\" \"3\"",
                "\"1\" \"3\" \"2\"",
                "\"2\" \"1\" \"3\"",
                "\"2\" \"3\" \"1\"",
                "\"3\" \"1\" \"2\"",
                "\"3\" \"2\" \"1\"",
            ]);
    }

    [Fact]
    public void Two_jobs_of_a_pool_end_in_either_order()
    {
        const string Text =
            "program eager { a = blocking { compute 10 }; b = blocking { compute 10 }; ra = then a { log \"a\" }; rb = then b { log \"b\" } }";

        var all = Enumeration.Of(Code.Of(ProgramParser.Load(Text)), Describe(Dialect.Eager, 1), Limit);

        all.Outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal).ShouldBe(["\"a\" \"b\"", "\"b\" \"a\""]);
    }

    [Fact]
    public void Counter_of_two_threads_is_read_before_or_after_the_addition()
    {
        const string Text = "program eager { let n = 0; h = blocking { n += 1 }; log \"n\" n }";

        var all = Enumeration.Of(Code.Of(ProgramParser.Load(Text)), Describe(Dialect.Eager, 1), Limit);

        all.Outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal).ShouldBe(["\"n 0\"", "\"n 1\""]);
    }

    [Fact]
    public void Search_ends_where_a_shared_future_computes_while_another_task_looks_at_it()
    {
        var code = Code.Of(
            ProgramParser.Load(
                "program lazy {\nx = async { compute 3 }\nc = share x\na = async { await c }\nh = spawn a\nawait c\nlog \"end\"\n}"
            )
        );

        var all = Enumeration.Of(code, Describe(Dialect.Lazy, 2), Limit);

        all.IsComplete.ShouldBeTrue();
        all.Outcomes.Select(outcome => outcome.ToString()).ShouldBe(["\"end\""]);
    }

    [Fact]
    public void Search_says_when_it_gives_up()
    {
        var litmus = LitmusLibrary.Load().Single(litmus => litmus.Name == "rtc-03-await-always-suspends");

        var some = Enumeration.Of(Code.Of(litmus.Program), Describe(Dialect.Eager, 1), limit: 5);

        some.IsComplete.ShouldBeFalse();
        some.Configurations.ShouldBeInRange(5, 10);
    }

    private static IEnumerable<int> Workers(LitmusTest litmus) =>
        litmus.Program.Dialect == Dialect.Eager ? [1]
        : litmus.Needs.Contains(Need.SingleThread) || litmus.Needs.Contains(Need.PausedClock) ? [1]
        : litmus.Needs.Contains(Need.MultiThread) ? [2]
        : [1, 2];

    private static ClockKind ClockOf(LitmusTest litmus) => litmus.Needs.Contains(Need.PausedClock) ? ClockKind.Paused : ClockKind.Virtual;

    private static RuntimeDescription Describe(Dialect family, int workers, ClockKind clock = ClockKind.Virtual) =>
        new()
        {
            Name = "model",
            Family = family,
            Clock = clock,
            Workers = workers,
        };
}
