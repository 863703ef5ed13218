using Conformance.Spec.Model;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class AcceptanceTests
{
    private const string Async = "f = async { yield }\nlog \"m\"";
    private const string Microtasks = "a = microtask { log \"a\" }\nb = microtask { log \"b\" }";
    private const string TimerAndMicrotask = "t = timer 1 { log \"t\" }\ncompute 5\nm = microtask { log \"m\" }";
    private const string Spawned = "x = async { log \"x\" }\nh = spawn x\nlog \"m\"\nawait h";

    private const string TwoExits =
        "a = worker { }\nb = worker { }\nf = async {\nawait a\nt = next-tick { }\n}\ng = async { await b }\ncompute 5";
    private const string ExitedWhileBusy =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes f\n f starts\n f awaits a\n main made f\n main makes g\n "
        + "g starts\n g awaits b\n main made g\n main computes\n #100 a starts\n #100 a returns\n #101 b starts\n #101 b returns\n @5 main computed\n "
        + "main returns\n f got a\n f makes t\n f made t\n f returns";

    private const string SpawnedHead = "main starts\n main makes x\n main made x\n main makes h\n main made h";

    private const string PutOff = "t = timer 1 {\ni = immediate { }\nd = timer 1 { }\ncompute 9\no = timer 50 { }\n}";
    private const string PutOffBegun =
        "main starts\n main makes t\n main made t\n main returns\n @1 t starts\n t makes i\n t made i\n t makes d\n t made d\n t computes\n "
        + "@10 t computed\n t makes o\n t made o\n t returns\n i starts\n i returns";

    private const string AbortInside =
        "c = controller\nd = controller\na = any-signal c d\nl = listen c {\nabort d \"d\"\n}\nk = listen a (why) { }\nabort c \"c\"";
    private const string AbortInsideBegun =
        "main starts\n main makes c\n main made c\n main makes d\n main made d\n main makes a\n main made a\n main makes l\n main made l\n "
        + "main makes k\n main made k\n main aborts c\n l starts c\n l aborts d";

    [Fact]
    public void Body_that_runs_to_its_first_suspension_is_accepted() =>
        Accepted(
            TraceText.Parse(
                Async,
                "main starts\n main makes f\n f starts\n f yields\n main made f\n main logs m\n main returns\n f yielded\n f returns"
            )
        );

    [Fact]
    public void Body_that_starts_later_is_rejected() =>
        Rejected(
            TraceText.Parse(Async, "main starts\n main makes f\n main made f"),
            2,
            "EAGER-02",
            "\"main\" has made \"f\" at 0, though its body has not run to its first suspension; possible was \"f\" starts at 0"
        );

    [Fact]
    public void Exits_that_came_while_the_loop_was_busy_are_told_together() =>
        Accepted(TraceText.Parse(TwoExits, $"{ExitedWhileBusy}\n g got b\n g returns\n t starts\n t returns"));

    [Fact]
    public void Drain_between_exits_that_came_while_the_loop_was_busy_is_rejected() =>
        Rejected(
            TraceText.Parse(TwoExits, $"{ExitedWhileBusy}\n t starts\n t returns\n g got b\n g returns"),
            24,
            "MICRO-02",
            "\"t\" starts at 5, though it is not first in the queue; possible was \"g\" goes on after its wait for \"b\" with no value at 5"
        );

    [Fact]
    public void Microtasks_out_of_order_are_rejected() =>
        Rejected(
            TraceText.Parse(Microtasks, "main starts\n main makes a\n main made a\n main makes b\n main made b\n main returns\n b starts"),
            6,
            "MICRO-02",
            "\"b\" starts at 0, though it is not first in the queue; possible was \"a\" starts at 0"
        );

    [Fact]
    public void Timer_before_a_microtask_is_rejected() =>
        Rejected(
            TraceText.Parse(
                TimerAndMicrotask,
                "main starts\n main makes t\n main made t\n main computes\n @5 main computed\n main makes m\n main made m\n main returns\n t starts"
            ),
            8,
            "MICRO-05",
            "\"t\" starts at 5, though the queues are not empty; possible was \"m\" starts at 5"
        );

    [Fact]
    public void Poll_that_delivers_the_second_of_two_ended_jobs_alone_is_accepted() =>
        Accepted(
            TraceText.Parse(
                "a = blocking { compute 9 }\nb = blocking { compute 9 }\nsleep 9\np = promise { r = then b { }\nreject p \"x\" }\nawait a",
                "main starts\n main makes a\n main made a\n #1 a starts\n #1 a computes\n main makes b\n main made b\n main sleeps\n #2 b starts\n #2 b computes\n"
                    + "@9 #2 b computed\n #2 b returns\n #1 a computed\n #1 a returns\n main slept\n main makes p\n p starts\n p makes r\n p made r\n p rejects p x\n p rejected p\n p returns\n main made p\n main awaits a\n"
                    + "r starts\n r returns\n p unhandled ! x\n main got a\n main returns"
            )
        );

    [Fact]
    public void Timer_that_is_early_is_rejected() =>
        Rejected(
            TraceText.Parse("sleep 10", "main starts\n main sleeps\n @9 main slept"),
            2,
            "TIME-01",
            "\"main\" goes on after its wait of 10 with no value at 9, which is too early; "
                + "possible was \"main\" goes on after its wait of 10 with no value at 10"
        );

    [Fact]
    public void Loop_that_sleeps_too_long_is_rejected() =>
        Rejected(
            TraceText.Parse("sleep 10", "main starts\n main sleeps\n @11 main slept"),
            2,
            "RTC-02",
            "\"main\" goes on after its wait of 10 with no value at 11, which is too late; "
                + "possible was \"main\" goes on after its wait of 10 with no value at 10"
        );

    [Fact]
    public void Wrong_value_is_rejected() =>
        Rejected(
            TraceText.Parse(
                "deferred d\nresolve d 1\nawait d",
                "main starts\n main makes d\n main made d\n main resolves d 1\n main resolved d\n main awaits d\n main got d = 2"
            ),
            6,
            "MEMO-02",
            "\"main\" goes on after its wait for \"d\" with value 2 at 0, but the result is another one; "
                + "possible was \"main\" goes on after its wait for \"d\" with value 1 at 0"
        );

    [Fact]
    public void Spawned_task_that_waits_for_the_spawner_is_accepted() =>
        Accepted(
            TraceText.Lazy(
                Spawned,
                $"{SpawnedHead}\n main logs m\n main awaits h\n x starts\n x logs x\n x returns\n main got h\n main returns"
            )
        );

    [Fact]
    public void Spawned_task_that_starts_inline_is_rejected() =>
        Rejected(
            TraceText.Lazy(Spawned, $"{SpawnedHead}\n x starts"),
            5,
            "RTC-01",
            "\"x\" starts at 0, though \"main\" has not given way; possible was \"main\" logs \"m\" at 0"
        );

    [Fact]
    public void Spawned_task_on_another_worker_is_accepted() =>
        Accepted(
            TraceText.Lazy(
                Spawned,
                $"{SpawnedHead}\n #1 x starts\n main logs m\n #1 x logs x\n main awaits h\n #1 x returns\n main got h\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Lazy_body_that_nobody_polls_is_rejected() =>
        Rejected(
            TraceText.Lazy("x = async { log \"x\" }\nsleep 10", "main starts\n main makes x\n main made x\n main sleeps\n x starts"),
            4,
            "LAZY-01",
            "\"x\" starts at 0, though nothing polls it; possible was \"main\" goes on after its wait of 10 with no value at 10"
        );

    [Fact]
    public void End_while_something_can_run_is_rejected() =>
        Rejected(
            TraceText.Lazy("sleep 10", "main starts\n main sleeps", ending: Ending.Deadlock),
            2,
            "MODEL-01",
            "the execution ended in a deadlock, though something could still run; "
                + "possible was \"main\" goes on after its wait of 10 with no value at 10"
        );

    [Fact]
    public void Deadlock_that_is_called_completion_is_rejected() =>
        Rejected(
            TraceText.Parse("deferred d\nawait d", "main starts\n main makes d\n main made d\n main awaits d"),
            4,
            "MODEL-01",
            "the execution ended, though it could not end like that; possible was a deadlock: the main body waits"
        );

    [Fact]
    public void Loops_on_several_threads_are_not_judged() =>
        ModelChecker
            .Covers(TraceText.Parse("log \"a\"", "main starts").Runtime with { Clock = ClockKind.Real, Workers = 2 })
            .ShouldBeFalse();

    [Fact]
    public void Timer_that_was_called_off_wakes_the_loop_and_the_queues_are_drained_then() =>
        Accepted(
            TraceText.Parse(
                "c = controller\ns = sleep 10 signal c\nabort c\nu = on-uncaught (e) { }\nk = next-tick { throw \"x\" }\nw = worker { post 9 }\nh = on-message w { }\ncompute 10",
                "main starts\n main makes c\n main made c\n main makes s\n main made s\n main aborts c\n main aborted c\n main makes u\n main made u\n "
                    + "main makes k\n main made k\n main makes w\n main made w\n main makes h\n main made h\n main computes\n #1 w starts\n "
                    + "#1 w posts w 9\n #1 w posted w\n #1 w returns\n @10 main computed\n main returns\n k starts\n k throws x\n u starts x\n u returns\n "
                    + "s unhandled ! aborted\n h starts 9\n h returns"
            )
        );

    [Fact]
    public void Timer_that_became_due_in_the_timers_phase_waits_until_the_clock_goes_on() =>
        Accepted(TraceText.Parse(PutOff, $"{PutOffBegun}\n @11 d starts\n d returns\n @60 o starts\n o returns"));

    [Fact]
    public void Timer_that_became_due_in_the_timers_phase_is_too_early_while_the_clock_stands() =>
        Rejected(
            TraceText.Parse(PutOff, $"{PutOffBegun}\n d starts\n d returns"),
            16,
            "TIME-01",
            "\"d\" starts at 10, which is too early; possible was \"d\" starts at 11"
        );

    [Theory]
    [InlineData("k starts d\n k returns", "l aborted d\n l returns")]
    [InlineData("l aborted d\n l returns", "k starts c\n k returns")]
    public void Signal_that_follows_is_reached_before_or_after_the_listeners_of_the_first(string inside, string after) =>
        Accepted(TraceText.Parse(AbortInside, $"{AbortInsideBegun}\n {inside}\n {after}\n main aborted c\n main returns"));

    [Fact]
    public void Reason_of_another_abort_does_not_reach_a_signal_that_was_marked_before() =>
        Rejected(
            TraceText.Parse(AbortInside, $"{AbortInsideBegun}\n l aborted d\n l returns\n k starts d"),
            16,
            "ABORT-02",
            "\"k\" starts with value \"d\" at 0, but the reason is another one; possible was \"k\" starts with value \"c\" at 0"
        );

    [Fact]
    public void Listener_that_is_not_the_first_starts_too_early() =>
        Rejected(
            TraceText.Parse(
                "c = controller\nl = listen c { }\nm = listen c { }\nabort c \"why\"",
                "main starts\n main makes c\n main made c\n main makes l\n main made l\n main makes m\n main made m\n main aborts c\n m starts why"
            ),
            8,
            "ABORT-02",
            "\"m\" starts with value \"why\" at 0, though it is not its turn; possible was \"l\" starts with value \"why\" at 0"
        );

    [Fact]
    public void Execution_keeps_to_one_moment_at_which_signals_that_follow_are_reached() =>
        new ModelChecker()
            .Check(
                TraceText.Parse(
                    $"{AbortInside}\ne = controller\nf = any-signal e\no = listen e {{\np = listen f {{ }}\n}}\nabort e",
                    $"{AbortInsideBegun}\n k starts d\n k returns\n l aborted d\n l returns\n main aborted c\n main makes e\n main made e\n "
                        + "main makes f\n main made f\n main makes o\n main made o\n main aborts e\n o starts\n o makes p\n o made p\n o returns\n main aborted e"
                )
            )
            .ShouldNotBeNull();

    private static void Accepted(Trace trace) => new ModelChecker().Check(trace).ShouldBeNull();

    private static void Rejected(Trace trace, int at, string guard, string message)
    {
        var rejection = new ModelChecker().Check(trace).ShouldNotBeNull();
        rejection.Message.ShouldBe(message);
        rejection.Guard.ShouldBe(guard);
        rejection.Event.ShouldBe(at);
    }
}
