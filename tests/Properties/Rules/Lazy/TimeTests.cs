using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class TimeTests
{
    private const string Tasks = "a = async { sleep 5 }\nb = async { sleep 5 }\nh = spawn a\ng = spawn b\nawait h\nawait g";
    private const string Distinct = "a = async { sleep 5 }\nb = async { sleep 9 }\njoin a b";
    private const string Later = "s = sleep 10\nsleep 7\nawait s";
    private const string Limited = "x = async { sleep 10; return 1 }\nv = timeout 10 x";
    private const string Spawned =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n main makes g\n main made g\n main awaits h\n a starts\n a sleeps\n b starts\n b sleeps\n";
    private const string Joined =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n a starts\n a sleeps\n b starts\n b sleeps\n";
    private const string Timed = "main starts\n main makes x\n main made x\n main times x\n x starts\n x sleeps\n";

    private static Trace Sleep(int end) => TraceText.Lazy("sleep 5", $"main starts\n main sleeps\n @{end} main slept\n main returns");

    private static Trace Made(int end) =>
        TraceText.Lazy(
            Later,
            $"main starts\n main makes s\n main made s\n main sleeps\n @7 main slept\n main awaits s\n @{end} main got s\n main returns"
        );

    [Fact]
    public void Sleep_that_takes_its_time_passes() => RuleCheck.Passes("TIME-01", Sleep(5), 1);

    [Fact]
    public void Sleep_that_ends_early_fails() =>
        RuleCheck.Fails("TIME-01", Sleep(4), "A wait of 5 in \"main\" was over after 4; expected at least 5.");

    [Fact]
    public void Sleep_of_no_time_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("TIME-01", TraceText.Lazy("sleep 0", "main starts\n main sleeps\n main slept\n main returns"));

    [Fact]
    public void Deadline_from_the_creation_passes() => RuleCheck.Passes("TIME-02", Made(10), 1);

    [Fact]
    public void Deadline_from_the_first_poll_fails() =>
        RuleCheck.Fails("TIME-02", Made(17), "\"s\" was ready at 17; expected 10: its deadline is fixed when it is made, at 0.");

    [Fact]
    public void Sleep_awaited_at_once_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "TIME-02",
            TraceText.Lazy(
                "s = sleep 10\nawait s",
                "main starts\n main makes s\n main made s\n main awaits s\n @10 main got s\n main returns"
            )
        );

    [Fact]
    public void Sleeps_that_end_in_the_order_of_their_deadlines_pass() =>
        RuleCheck.Passes("TIME-03", TraceText.Lazy(Distinct, Joined + "@5 a slept\n a returns\n @9 b slept\n b returns"), 1);

    [Fact]
    public void Sleeps_that_end_in_another_order_fail() =>
        RuleCheck.Fails(
            "TIME-03",
            TraceText.Lazy(Distinct, Joined + "@9 b slept\n b returns\n a slept\n a returns"),
            "The sleep of \"b\", due at 9, was over before that of \"a\", due at 5; expected the order of the deadlines."
        );

    [Fact]
    public void Single_sleep_does_not_trigger() => RuleCheck.DoesNotTrigger("TIME-03", Sleep(5));

    [Fact]
    public void Ties_in_the_order_of_registration_pass() =>
        RuleCheck.Passes("TIME-04", TraceText.Lazy(Tasks, Spawned + "@5 a slept\n a returns\n b slept\n b returns"), 1);

    [Fact]
    public void Ties_in_another_order_fail() =>
        RuleCheck.Fails(
            "TIME-04",
            TraceText.Lazy(Tasks, Spawned + "@5 b slept\n b returns\n a slept\n a returns"),
            "The sleep of \"b\" was over before that of \"a\", which was registered earlier with the same deadline 5; expected registration order."
        );

    [Fact]
    public void Ties_under_another_schedule_do_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "TIME-04",
            TraceText.Lazy(Tasks, Spawned + "@5 b slept\n b returns\n a slept\n a returns", natural: false)
        );

    [Fact]
    public void Result_at_the_deadline_passes() =>
        RuleCheck.Passes("TMO-01", TraceText.Lazy(Limited, Timed + "@10 x slept\n x returns 1\n main timed x = 1\n main returns"), 1);

    [Fact]
    public void Result_that_is_lost_to_the_deadline_fails() =>
        RuleCheck.Fails(
            "TMO-01",
            TraceText.Lazy(Limited, Timed + "@10 x slept\n x returns 1\n main timed x ! elapsed\n main throws elapsed"),
            "\"x\" completed at 10, yet its timeout in \"main\" gave elapsed; expected the result of the inner future, which is polled before the deadline is looked at."
        );

    [Theory]
    [InlineData("@7", true)]
    [InlineData("@8", false)]
    public void Sleep_that_became_due_as_a_loop_computed_may_end_after_one_that_is_due_a_unit_later(string time, bool passes)
    {
        var trace = TraceText.Parse(
            $"f = async {{ sleep {(passes ? 6 : 7)} }}\ng = async {{ sleep {(passes ? 7 : 8)} }}\nsleep 5\ncompute 1\nsleep 9",
            "main starts\n main makes f\n f starts\n f sleeps\n main made f\n main makes g\n g starts\n g sleeps\n main made g\n main sleeps\n "
                + $"@5 main slept\n main computes\n @6 main computed\n main sleeps\n {time} g slept\n g returns\n f slept\n f returns\n @15 main slept\n main returns"
        );

        if (passes)
            RuleCheck.Passes("TIME-03", trace, 3);
        else
            RuleCheck.Fails(
                "TIME-03",
                trace,
                "The sleep of \"g\", due at 8, was over before that of \"f\", due at 7; expected the order of the deadlines."
            );
    }

    [Fact]
    public void Equal_deadlines_may_elapse_where_another_worker_may_serve_the_timers_between() =>
        RuleCheck.DoesNotTrigger(
            "TMO-01",
            TraceText.Lazy(Limited, Timed + "@10 x dies\n main timed x ! elapsed\n main throws elapsed", workers: 2)
        );

    [Fact]
    public void Equal_deadlines_that_elapse_fail() =>
        RuleCheck.Fails(
            "TMO-01",
            TraceText.Lazy(Limited, Timed + "@10 x dies\n main timed x ! elapsed\n main throws elapsed"),
            "The timeout around \"x\" elapsed at its deadline 10 though \"x\" was due no later; expected the inner future to win."
        );

    [Fact]
    public void Inner_future_that_is_not_polled_fails() =>
        RuleCheck.Fails(
            "TMO-01",
            TraceText.Lazy(
                "x = async { }\ntimeout 0 x",
                "main starts\n main makes x\n main made x\n main times x\n main timed x ! elapsed\n main throws elapsed"
            ),
            "The timeout around \"x\" was awaited, yet \"x\" was not polled at once; expected the inner future to be polled before the deadline is looked at."
        );

    [Fact]
    public void Result_before_the_deadline_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "TMO-01",
            TraceText.Lazy(
                "x = async { return 1 }\ntimeout 5 x",
                "main starts\n main makes x\n main made x\n main times x\n x starts\n x returns 1\n main timed x = 1\n main returns"
            )
        );

    [Fact]
    public void Inner_future_dropped_before_the_caller_goes_on_passes() =>
        RuleCheck.Passes("TMO-02", Elapsed("x dies\n main timed x ! elapsed\n main throws elapsed"), 1);

    [Fact]
    public void Inner_future_left_alive_fails() =>
        RuleCheck.Fails(
            "TMO-02",
            Elapsed("main timed x ! elapsed\n main throws elapsed"),
            "\"x\" was still alive when \"main\" went on after the timeout; expected it to be dropped first."
        );

    [Fact]
    public void Inner_future_that_runs_on_fails() =>
        RuleCheck.Fails(
            "TMO-02",
            Elapsed("x dies\n main timed x ! elapsed\n @10 x slept\n main throws elapsed"),
            "\"x\" ran on after its timeout had elapsed; expected it to be dropped before the code after the timeout."
        );

    [Fact]
    public void Timeout_that_does_not_elapse_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("TMO-02", TraceText.Lazy(Limited, Timed + "@10 x slept\n x returns 1\n main timed x = 1\n main returns"));

    [Fact]
    public void Late_sleep_that_waits_for_the_driver_passes() =>
        RuleCheck.Passes("TIME-07", Late("other starts\n other returns\n late got s"), 1);

    [Fact]
    public void Late_sleep_that_is_ready_at_its_first_poll_fails() =>
        RuleCheck.Fails(
            "TIME-07",
            Late("late got s\n late returns\n other starts"),
            "\"s\" was ready at its first poll though the driver had not turned since its deadline, and \"g\" waited; expected it to be pending until the driver turns."
        );

    [Fact]
    public void Late_sleep_under_a_schedule_that_is_not_natural_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("TIME-07", Late("late got s\n late returns\n other starts", natural: false));

    private static Trace Late(string events, bool natural = true) =>
        TraceText.Lazy(
            "late = async { s = sleep 2; compute 5; await s }\nother = async { }\nh = spawn late\ng = spawn other\nawait h",
            "main starts\n main makes late\n main made late\n main makes other\n main made other\n main makes h\n main made h\n main makes g\n main made g\n main awaits h\n "
                + "late starts\n late makes s\n late made s\n late computes\n @5 late computed\n late awaits s\n "
                + events,
            natural: natural
        );

    private static Trace Elapsed(string events) =>
        TraceText.Lazy(
            "x = async { sleep 10 }\ntimeout 5 x",
            "main starts\n main makes x\n main made x\n main times x\n x starts\n x sleeps\n @5 " + events
        );
}
