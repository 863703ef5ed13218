using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class WorkerTests
{
    private const string Busy = "w = worker { log \"in\" }\ncompute 9";
    private const string BusyBegun = "main starts\n main makes w\n main made w\n main computes\n";
    private const string Two = "w = worker { post 1; post 2 }\na = on-message w { t = next-tick { } }\nb = on-message w { }";
    private const string TwoBegun = "main starts\n main makes w\n main made w\n main makes a\n main made a\n main makes b\n main made b\n";
    private const string TwoPosted = "#100 w starts\n #100 w posts w 1\n #100 w posted w\n #100 w posts w 2\n #100 w posted w\n";
    private const string TwoWorkers = "v = worker { post 1 }\nw = worker { post 2 }\na = on-message v { }";
    private const string TwoWorkersBegun =
        "main starts\n main makes v\n main made v\n main makes w\n main made w\n main makes a\n main made a\n main returns\n #100 v starts\n #101 w starts\n ";
    private const string Counter = "let n = 1\nw = worker { n += 10; log \"in\" n }\nn += 100\nlog \"out\" n";
    private const string CounterBegun = "main starts\n main makes w\n main made w\n #100 w starts\n";
    private const string Stuck = "w = worker { compute 50; log \"in\" }\nsleep 5\nterminate w\nawait w";
    private const string StuckBegun =
        "main starts\n main makes w\n main made w\n main sleeps\n #100 w starts\n #100 w computes\n @5 main slept\n main terminates w\n main terminated w\n main awaits w\n";

    [Fact]
    public void Worker_that_works_while_the_loop_computes_passes() =>
        RuleCheck.Passes(
            "WORK-01",
            TraceText.Parse(Busy, $"{BusyBegun} #100 w starts\n #100 w logs in\n #100 w returns\n @9 main computed\n main returns"),
            3
        );

    [Fact]
    public void Worker_that_waits_for_the_loop_fails() =>
        RuleCheck.Fails(
            "WORK-01",
            TraceText.Parse(Busy, $"{BusyBegun} @9 main computed\n main returns\n #100 w starts\n #100 w logs in\n #100 w returns"),
            "The worker \"w\" went on at 9 though it could at 0; expected it to run on a thread of its own, whatever the loop's thread does."
        );

    [Fact]
    public void Worker_that_is_late_on_the_machines_clock_does_not_fail() =>
        RuleCheck.DoesNotTrigger(
            "WORK-01",
            TraceText.Parse(
                Busy,
                $"{BusyBegun} @9 main computed\n main returns\n @30 #100 w starts\n #100 w logs in\n #100 w returns",
                ClockKind.Real
            )
        );

    [Fact]
    public void Message_that_cannot_be_copied_wakes_no_handler() =>
        RuleCheck.Passes(
            "WORK-01",
            TraceText.Parse(
                "w = worker { m = on-message { } }\nf = async { }\ntry { post w f } catch e { }\ncompute 1\npost w 9",
                "main starts\n main makes w\n main made w\n main makes f\n f starts\n f returns\n main made f\n main posts w\n main computes\n"
                    + "#100 w starts\n #100 w makes m\n #100 w made m\n #100 w returns\n"
                    + "@1 main computed\n main posts w 9\n main posted w\n main returns\n #100 m starts 9\n #100 m returns"
            ),
            3
        );

    [Fact]
    public void Timer_that_waits_for_a_worker_fails() =>
        RuleCheck.Fails(
            "WORK-01",
            TraceText.Parse(
                "w = worker { compute 20 }\nt = timer 3 { }",
                "main starts\n main makes w\n main made w\n main makes t\n main made t\n main returns\n #100 w starts\n #100 w computes\n @8 t starts\n t returns"
            ),
            "The timer \"t\" was late by 5 while the loop only waited and the worker \"w\" computed; expected the loop to keep turning."
        );

    [Fact]
    public void Messages_in_order_each_after_a_drain_pass() =>
        RuleCheck.Passes(
            "WORK-02",
            Messages("main returns\n a starts 1\n a makes t\n a made t\n a returns\n t starts\n t returns\n b starts 2\n b returns"),
            2
        );

    [Fact]
    public void Newest_message_first_fails() =>
        RuleCheck.Fails(
            "WORK-02",
            Messages("main returns\n a starts 2\n a makes t\n a made t\n a returns\n t starts\n t returns"),
            "\"a\" was handed 2 though 1 had been posted before and was not delivered yet; expected the order of posting."
        );

    [Fact]
    public void Message_that_was_never_posted_fails() =>
        RuleCheck.Fails(
            "WORK-02",
            TraceText.Parse(Two, $"{TwoBegun} main returns\n #100 w starts\n a starts 7\n a makes t\n a made t\n a returns"),
            "\"a\" was handed 7, which is not among the messages that are still to come; expected the order of posting."
        );

    [Fact]
    public void Message_without_a_drain_before_fails_while_the_worker_lives() =>
        RuleCheck.Fails(
            "WORK-02",
            TraceText.Parse(
                "w = worker { post 1; post 2; m = on-message { } }\na = on-message w { t = next-tick { } }\nb = on-message w { }",
                $"{TwoBegun} main returns\n {TwoPosted} #100 w makes m\n #100 w made m\n #100 w returns\n a starts 1\n a makes t\n a made t\n a returns\n b starts 2\n b returns"
            ),
            "\"b\" began while the next-tick \"t\" was still queued; expected the queues to be drained between messages."
        );

    [Fact]
    public void Rest_that_comes_with_the_exit_passes_without_a_drain() =>
        RuleCheck.Passes(
            "WORK-02",
            Messages("main returns\n a starts 1\n a makes t\n a made t\n a returns\n b starts 2\n b returns\n t starts\n t returns"),
            2
        );

    [Fact]
    public void Message_inside_its_own_post_fails() =>
        RuleCheck.Fails(
            "WORK-02",
            TraceText.Parse(TwoWorkers, $"{TwoWorkersBegun}#100 v posts v 1\n a starts 1"),
            "\"a\" ran inside the post of \"v\"; expected messages to arrive in callbacks of their own."
        );

    [Fact]
    public void Message_inside_the_post_of_another_worker_passes() =>
        RuleCheck.Passes(
            "WORK-02",
            TraceText.Parse(
                TwoWorkers,
                $"{TwoWorkersBegun}#100 v posts v 1\n #100 v posted v\n #101 w posts w 2\n a starts 1\n a returns\n #101 w posted w"
            ),
            1
        );

    [Fact]
    public void Message_while_the_loop_is_held_fails() =>
        RuleCheck.Fails(
            "WORK-02",
            Messages("a starts 1\n a makes t\n a made t\n a returns\n main returns\n t starts\n t returns"),
            "The message for \"a\" was handled while \"main\" held the thread; expected a callback of its own."
        );

    [Fact]
    public void Copies_that_differ_pass() =>
        RuleCheck.Passes(
            "WORK-03",
            TraceText.Parse(Counter, $"{CounterBegun} #100 w logs in 11\n #100 w returns\n main logs out 101\n main returns"),
            2
        );

    [Fact]
    public void Counter_that_both_sides_change_fails() =>
        RuleCheck.Fails(
            "WORK-03",
            TraceText.Parse(Counter, $"{CounterBegun} main logs out 111\n main returns\n #100 w logs in 11\n #100 w returns"),
            "\"main\" logged \"out 111\"; expected \"out 101\": what the other side of a worker adds changes only its own copy."
        );

    [Fact]
    public void Job_that_reads_before_the_loop_adds_is_not_judged() =>
        RuleCheck.DoesNotTrigger(
            "WORK-03",
            TraceText.Parse(
                "let n = 0\nw = worker { n += 2 }\nj = blocking { compute 5; log \"job\" n }\ncompute 5\nn += 1",
                "main starts\n main makes w\n main made w\n #100 w starts\n #100 w returns\n main makes j\n main made j\n #1 j starts\n #1 j computes\n main computes\n"
                    + "@5 main computed\n #1 j computed\n #1 j logs job 0\n #1 j returns\n main returns"
            )
        );

    [Fact]
    public void Copy_made_after_a_post_that_threw_holds_what_was_added_since() =>
        RuleCheck.Passes(
            "WORK-03",
            TraceText.Parse(
                "let n = 0\nw = worker { }\ntry { post w w } catch e { }\nn += 2\nv = worker { log \"in\" n }\nn += 1",
                "main starts\n main makes w\n main made w\n main posts w\n main makes v\n main made v\n main returns\n #100 w starts\n #100 w returns\n #101 v starts\n #101 v logs in 2\n #101 v returns"
            ),
            2
        );

    [Fact]
    public void Promise_that_is_posted_fails() =>
        RuleCheck.Fails(
            "WORK-03",
            TraceText.Parse(
                "w = worker { }\npost w w",
                "main starts\n main makes w\n main made w\n main posts w\n main posted w\n main returns"
            ),
            "The promise \"w\" was posted to \"w\"; expected \"not cloneable\" to be thrown."
        );

    [Fact]
    public void Promise_that_is_posted_to_a_worker_that_may_have_ended_is_not_judged() =>
        RuleCheck.Passes(
            "WORK-03",
            TraceText.Parse(
                "w = worker { }\npost w w",
                "main starts\n main makes w\n main made w\n #100 w starts\n #100 w returns\n main posts w\n main posted w\n main returns"
            ),
            0
        );

    [Fact]
    public void Busy_worker_that_stops_passes() =>
        RuleCheck.Passes("WORK-04", TraceText.Parse(Stuck, $"{StuckBegun} main got w\n main returns"), 1);

    [Fact]
    public void Busy_worker_that_goes_on_fails() =>
        RuleCheck.Fails(
            "WORK-04",
            TraceText.Parse(Stuck, $"{StuckBegun} @50 #100 w computed"),
            "The worker \"w\" went on after it had been terminated; expected nothing of it to run any more, also if it did not give way."
        );

    [Fact]
    public void Busy_worker_that_stops_late_fails() =>
        RuleCheck.Fails(
            "WORK-04",
            TraceText.Parse(Stuck, $"{StuckBegun} @50 main got w\n main returns"),
            "\"main\" heard of the end of \"w\" late by 45 after it had been terminated; expected it to stop at once."
        );

    [Fact]
    public void Worker_that_takes_a_moment_to_stop_on_the_machines_clock_passes() =>
        RuleCheck.Passes(
            "WORK-04",
            TraceText.Parse(
                "w = worker { compute 6; log \"in\" }\nsleep 5\nterminate w\nawait w",
                $"{StuckBegun} @6 #100 w computed\n @7 main got w\n main returns",
                ClockKind.Real
            ),
            1
        );

    private static Trace Messages(string events) => TraceText.Parse(Two, $"{TwoBegun} {TwoPosted} #100 w returns\n {events}");
}
