using Conformance.Spec.Litmus;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Litmus;

public sealed class OtherTimesTests
{
    private const string Slept = "let n = 1; sleep 20; log \"a\" n now";
    private const string Returned = "x = async { sleep 20; return now }; v = await x; log \"a\" v";

    [Theory]
    [InlineData(ClockKind.Real, 21, "a 1 21", LitmusVerdict.Allowed, "")]
    [InlineData(ClockKind.Real, 22, "a 1 24", LitmusVerdict.Allowed, "")]
    [InlineData(ClockKind.Real, 21, "a 1 24", LitmusVerdict.Forbidden, "only times differ, but the machine was no more than 1 ms late")]
    [InlineData(ClockKind.Real, 20, "a 1 19", LitmusVerdict.Forbidden, "only times differ, but the machine was no more than 0 ms late")]
    [InlineData(ClockKind.Real, 21, "a 2 21", LitmusVerdict.Forbidden, "\"a 2 21\" is not among the allowed outcomes")]
    [InlineData(ClockKind.Real, 21, "b 1 21", LitmusVerdict.Forbidden, "\"b 1 21\" is not among the allowed outcomes")]
    [InlineData(ClockKind.Real, 30, "a 1 30", LitmusVerdict.NotJudged, "10 ms late in this execution, which can change the times")]
    [InlineData(ClockKind.Real, 30, "a 2 30", LitmusVerdict.NotJudged, "10 ms late in this execution, which can change the order")]
    [InlineData(ClockKind.Paused, 21, "a 1 21", LitmusVerdict.Forbidden, "\"a 1 21\" is not among the allowed outcomes")]
    [InlineData(ClockKind.Virtual, 21, "a 1 21", LitmusVerdict.Forbidden, "\"a 1 21\" is not among the allowed outcomes")]
    public void Times_may_be_later_where_the_clock_explains_it(
        ClockKind clock,
        long wakes,
        string line,
        LitmusVerdict expected,
        string reason
    ) => Judge(Slept, $"main starts\nmain sleeps\n@{wakes} main slept\nmain logs {line}\nmain returns", clock, "a 1 20", expected, reason);

    [Theory]
    [InlineData("compute 10; log \"a\" now", "a 0", LitmusVerdict.NotJudged, "computing takes none on the paused clock of \"by-hand\"")]
    [InlineData("compute 10; log \"a\" now", "b 0", LitmusVerdict.Forbidden, "\"b 0\" is not among the allowed outcomes")]
    [InlineData("compute 10; log \"a\" 10", "a 0", LitmusVerdict.Forbidden, "\"a 0\" is not among the allowed outcomes")]
    public void Computing_takes_no_paused_time(string program, string line, LitmusVerdict expected, string reason) =>
        Judge(
            program,
            $"main starts\nmain computes\nmain computed\nmain logs {line}\nmain returns",
            ClockKind.Paused,
            "a 10",
            expected,
            reason
        );

    [Theory]
    [InlineData("a [21]", "a [20]", LitmusVerdict.Allowed)]
    [InlineData("a [21, 1]", "a [20, 1]", LitmusVerdict.Allowed)]
    [InlineData("a [21, x]", "a [20, y]", LitmusVerdict.Forbidden)]
    [InlineData("a 21 1", "a 20", LitmusVerdict.Forbidden)]
    public void Times_in_variables_are_times(string line, string listed, LitmusVerdict expected) =>
        Judge(
            Returned,
            $"main starts\nmain makes x\nmain made x\nmain awaits x\nx starts\nx sleeps\n@21 x slept\nx returns\nmain got x\nmain logs {line}\nmain returns",
            ClockKind.Real,
            listed,
            expected,
            ""
        );

    [Fact]
    public void What_never_comes_is_not_excused() =>
        Judge(
            "sleep 20; log \"a\" now",
            "main starts\nmain sleeps\n@21 main slept\nmain logs a 21\nmain returns",
            ClockKind.Real,
            "a 20\"\nnever \"a 21",
            LitmusVerdict.Forbidden,
            "which never happens"
        );

    [Fact]
    public void Code_that_could_run_on_and_does_not_is_late() =>
        Judge(
            "t = timer 10 { log \"t\" }; log \"a\" now; log \"b\" now",
            "main starts\nmain makes t\nmain made t\nmain logs a 0\n@9 main logs b 9\nmain returns\n@10 t starts\nt logs t\nt returns",
            ClockKind.Real,
            "a 0\" \"b 0\" \"t",
            LitmusVerdict.NotJudged,
            "the machine was 9 ms late"
        );

    private static void Judge(string program, string events, ClockKind clock, string listed, LitmusVerdict expected, string reason)
    {
        var dialect = clock == ClockKind.Paused ? "lazy" : "eager";
        var test = LitmusParser.Parse($"litmus l\n\"s\"\nsource \"x\"\nprogram {dialect} {{ {program} }}\nexactly \"{listed}\"");
        var judgement = test.Judge(clock == ClockKind.Paused ? TraceText.Paused(program, events) : TraceText.Parse(program, events, clock));
        judgement.Verdict.ShouldBe(expected, judgement.Reason);
        judgement.Reason.ShouldContain(reason);
    }
}
