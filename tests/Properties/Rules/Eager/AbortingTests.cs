using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class AbortingTests
{
    private const string Beside = "c = controller\ns = sleep 9\nabort c\nawait s";
    private const string BesideBegun =
        "main starts\n main makes c\n main made c\n main makes s\n main made s\n main aborts c\n main aborted c\n main awaits s\n";
    private const string Late = "c = controller\ns = sleep 9 signal c\nawait s\nabort c\nawait s";
    private const string LateBegun =
        "main starts\n main makes c\n main made c\n main makes s\n main made s\n main awaits s\n @9 main got s\n main aborts c\n main aborted c\n main awaits s\n";
    private const string Early = "c = controller\nabort c\ns = sleep 9 signal c\nawait s";
    private const string EarlyBegun =
        "main starts\n main makes c\n main made c\n main aborts c\n main aborted c\n main makes s\n main made s\n main awaits s\n";
    private const string Heard = "c = controller\nl = listen c { }\nk = listen c { }\nabort c \"why\"\nabort c \"again\"";
    private const string HeardBegun =
        "main starts\n main makes c\n main made c\n main makes l\n main made l\n main makes k\n main made k\n main aborts c\n";
    private const string Race = "a = async { sleep 9 }\nb = async { }\nrace a b";
    private const string RaceBegun =
        "main starts\n main makes a\n a starts\n a sleeps\n main made a\n main makes b\n b starts\n b returns\n main made b\n main combines\n main combined\n main returns\n";

    [Fact]
    public void Sleep_without_the_signal_that_runs_on_passes() =>
        RuleCheck.Passes("ABORT-01", TraceText.Parse(Beside, $"{BesideBegun} @9 main got s\n main returns"), 1);

    [Fact]
    public void Sleep_without_the_signal_that_is_aborted_fails() =>
        RuleCheck.Fails(
            "ABORT-01",
            TraceText.Parse(Beside, $"{BesideBegun} main got s ! aborted\n main throws aborted"),
            "The sleep that \"main\" waited for ended with error \"aborted\" after an abort whose signal it does not know; expected it to end by itself."
        );

    [Fact]
    public void Listeners_that_run_inside_the_abort_in_order_pass() =>
        RuleCheck.Passes(
            "ABORT-02",
            HeardTrace(
                "l starts why\n l returns\n k starts why\n k returns\n main aborted c\n main aborts c\n main aborted c\n main returns"
            ),
            4
        );

    [Fact]
    public void Listener_that_overtakes_an_earlier_one_fails() =>
        RuleCheck.Fails(
            "ABORT-02",
            HeardTrace("k starts why\n k returns\n l starts why\n l returns\n main aborted c\n main returns"),
            "\"k\" ran before \"l\", which had been added before it; expected the order of registration."
        );

    [Fact]
    public void Listener_that_has_not_run_when_the_abort_returns_fails() =>
        RuleCheck.Fails(
            "ABORT-02",
            HeardTrace("l starts why\n l returns\n main aborted c\n main returns"),
            "\"k\" had not run when the abort of \"c\" returned; expected every listener to run inside it."
        );

    [Fact]
    public void Listener_that_runs_again_fails() =>
        RuleCheck.Fails(
            "ABORT-02",
            HeardTrace(
                "l starts why\n l returns\n k starts why\n k returns\n main aborted c\n main aborts c\n l starts why\n l returns\n main aborted c\n main returns"
            ),
            "\"l\" ran again; expected a listener to run at most once."
        );

    [Fact]
    public void Listener_that_is_told_another_reason_fails() =>
        RuleCheck.Fails(
            "ABORT-02",
            HeardTrace("l starts again\n l returns\n k starts why\n k returns\n main aborted c\n main returns"),
            "\"l\" was told \"again\"; expected the first reason, \"why\"."
        );

    [Fact]
    public void Sleep_that_was_over_before_the_abort_passes() =>
        RuleCheck.Passes("ABORT-03", TraceText.Parse(Late, $"{LateBegun} main got s\n main returns"), 1);

    [Fact]
    public void Sleep_that_was_over_and_is_aborted_fails() =>
        RuleCheck.Fails(
            "ABORT-03",
            TraceText.Parse(Late, $"{LateBegun} main got s ! aborted\n main throws aborted"),
            "\"s\" was over before \"c\" was aborted, and \"main\" saw error \"aborted\"; expected its result to stay."
        );

    [Fact]
    public void Finished_task_that_is_aborted_and_gives_another_result_fails() =>
        RuleCheck.Fails(
            "ABORT-03",
            TraceText.Lazy(
                "x = async { }\nh = spawn x\nyield\nabort h\nawait h",
                "main starts\n main makes x\n main made x\n main makes h\n main made h\n main yields\n x starts\n x returns\n main yielded\n main aborts h\n main aborted h\n main awaits h\n main got h ! cancelled\n main throws cancelled"
            ),
            "\"x\" had ended with no value before it was aborted, and its handle gave error \"cancelled\"; expected its result to stay."
        );

    [Fact]
    public void Sleep_with_an_aborted_signal_that_rejects_at_once_passes() =>
        RuleCheck.Passes("ABORT-04", TraceText.Parse(Early, $"{EarlyBegun} main got s ! aborted\n main throws aborted"), 1);

    [Fact]
    public void Sleep_with_an_aborted_signal_that_takes_its_time_fails() =>
        RuleCheck.Fails(
            "ABORT-04",
            TraceText.Parse(Early, $"{EarlyBegun} @9 main got s ! aborted\n main throws aborted"),
            "A sleep with the aborted signal of \"c\" was rejected only after 9; expected it to be rejected without being started."
        );

    [Fact]
    public void Sleep_with_an_aborted_signal_that_ends_well_fails() =>
        RuleCheck.Fails(
            "ABORT-04",
            TraceText.Parse(Early, $"{EarlyBegun} @9 main got s\n main returns"),
            "A sleep with the aborted signal of \"c\" ended with no value; expected an error."
        );

    [Theory]
    [InlineData("ABORT-01")]
    [InlineData("ABORT-03")]
    [InlineData("ABORT-04")]
    public void Sleep_without_any_abort_does_not_trigger(string rule) =>
        RuleCheck.DoesNotTrigger(
            rule,
            TraceText.Parse(
                "c = controller\ns = sleep 9 signal c\nawait s",
                "main starts\n main makes c\n main made c\n main makes s\n main made s\n main awaits s\n @9 main got s\n main returns"
            )
        );

    [Fact]
    public void Loser_that_runs_on_passes() =>
        RuleCheck.Passes("ABORT-05", TraceText.Parse(Race, $"{RaceBegun} @9 a slept\n a returns"), 1);

    [Fact]
    public void Loser_that_stops_fails() =>
        RuleCheck.Fails(
            "ABORT-05",
            TraceText.Parse(Race, RaceBegun),
            "\"a\" lost here and never went on, though what it waited for ended by itself; expected the losers to run on."
        );

    private static Trace HeardTrace(string events) => TraceText.Parse(Heard, HeardBegun + events);
}
