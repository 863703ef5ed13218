using Conformance.Implementations.Executor;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class UndecidedTests
{
    private const int Members = 11;

    [Fact]
    public void Trace_that_leaves_too_much_open_is_neither_accepted_nor_rejected()
    {
        var checker = new ModelChecker();

        checker.Check(Run(SleepsThatEndTogether())).ShouldBeNull();

        checker.HasGivenUp.ShouldBeTrue();
        checker.IsJudged.ShouldBeFalse();
    }

    [Fact]
    public void Ends_that_nobody_can_tell_from_aborts_leave_nothing_open()
    {
        var checker = new ModelChecker();

        checker.Check(Run(SleepsThatAreDroppedWhenTheyEnd())).ShouldBeNull();

        checker.IsJudged.ShouldBeTrue();
        checker.Width.ShouldBeLessThan(10);
    }

    [Fact]
    public void Next_trace_is_judged_again()
    {
        var checker = new ModelChecker();
        checker.Check(Run(SleepsThatEndTogether()));

        checker.Check(Run("log \"a\"")).ShouldBeNull();

        checker.HasGivenUp.ShouldBeFalse();
        checker.IsJudged.ShouldBeTrue();
    }

    [Fact]
    public void Rule_says_that_it_cannot_tell()
    {
        var rule = new ModelRule();
        var trace = Run(SleepsThatEndTogether());
        var checker = new Checker([rule], trace.Runtime);

        checker.Check(trace).ShouldBeTrue();

        rule.IsUndecided.ShouldBeTrue();
        rule.Triggers.ShouldBe(0);
        checker.Forget();
        rule.IsUndecided.ShouldBeFalse();
    }

    // Nothing is seen of a task that only sleeps, so any of them may have ended first.
    private static string SleepsThatEndTogether() => Lines([.. Sleeps(), .. Numbers.Select(_ => "next t")]);

    private static string SleepsThatAreDroppedWhenTheyEnd() => Lines(["x = async {", .. Sleeps(), "sleep 1", "}", "await x"]);

    private static IEnumerable<int> Numbers => Enumerable.Range(1, Members);

    private static IEnumerable<string> Sleeps() =>
        [
            "t = join-set",
            .. Numbers.Select(number => $"s{number} = sleep 1"),
            .. Numbers.Select(number => $"h{number} = spawn s{number} in t"),
        ];

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static Trace Run(string body)
    {
        var trace = new Trace();
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(0);
        var code = Code.Of(ProgramParser.Load($"program lazy {{\n{body}\n}}"));
        ExecutorRuntime.CurrentThread().Run(code, scheduler, trace, RunOptions.Default);
        return trace;
    }
}
