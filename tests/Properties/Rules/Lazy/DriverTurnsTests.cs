using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class DriverTurnsTests
{
    private const string Program =
        "p = probe 100 wakes 1\nq = probe 100 wakes 1\nlate = async { sleep 1; sleep 1 }\nbusy = async { await p; await q }\nh = spawn late\ng = spawn busy\nsleep 9";

    private const string Begins =
        "main starts\n main makes p\n main made p\n main makes q\n main made q\n main makes late\n main made late\n main makes busy\n main made busy\n "
        + "main makes h\n main made h\n main makes g\n main made g\n main sleeps\n late starts\n late sleeps\n busy starts\n busy awaits p\n";

    [Fact]
    public void Timer_that_is_served_after_some_polls_passes() => RuleCheck.Passes("SCHED-08", Trace("@1 " + Polls(40) + "late slept"), 1);

    [Fact]
    public void Timer_that_is_served_at_once_under_load_passes() => RuleCheck.Passes("SCHED-08", Trace("@1 late slept\n" + Polls(60)), 1);

    [Fact]
    public void Timer_that_is_not_served_fails() =>
        RuleCheck.Fails(
            "SCHED-08",
            Trace("@1 " + Polls(123)),
            "\"g\" was polled 123 times while the sleep of \"late\" was over; expected timers to be served every 61 polls."
        );

    [Fact]
    public void Polls_of_the_sleep_before_do_not_count() =>
        RuleCheck.Passes("SCHED-08", Trace($"@1 {Polls(40)} late slept\n {Polls(90)} late sleeps\n @2 {Polls(40)} late slept"), 2);

    [Fact]
    public void Few_polls_are_no_load() => RuleCheck.DoesNotTrigger("SCHED-08", Trace("@1 late slept\n" + Polls(29)));

    [Fact]
    public void Polls_of_another_time_are_no_load() =>
        RuleCheck.DoesNotTrigger("SCHED-08", Trace($"@1 late slept\n {Polls(20)} @2 {Polls(20)}"));

    private static Trace Trace(string events) => TraceText.Lazy(Program, Begins + events);

    private static string Polls(int count) => string.Concat(Enumerable.Repeat("p polls\n p pends\n ", count));
}
