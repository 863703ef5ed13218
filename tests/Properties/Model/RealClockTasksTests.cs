using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Tasks on threads and the clock of the machine: what one worker does others may see before its next event.</summary>
public sealed class RealClockTasksTests
{
    private const string Aborted = "x = async { log \"x\" }\nh = spawn x\nabort h\nsleep 5";
    private const string AbortedHead =
        "main starts\n main makes x\n main made x\n main makes h\n main made h\n main aborts h\n main aborted h";
    private const string Members =
        "t = join-set\na = async { }\nb = async {\ns = sleep 100\ntimeout 0 s\n}\nh = spawn a in t\ni = spawn b in t\nv = next t\nlog \"v\" v";
    private const string MembersMade = "main starts\n main makes t\n main made t\n main makes a\n main made a\n main makes b\n main made b";
    private const string Ticks = "i = interval 10 skip\nnext i\nnext i";
    private const string Ticking = "main starts\n main makes i\n @1 main made i\n main asks i";
    private const string Job = "j = blocking { log \"j\" }";
    private const string TwoJobs = "a = blocking { }\nb = blocking { }";
    private const string TwoMade = "main starts\n main makes a\n main made a\n main makes b\n main made b";
    private const string ThreeJobs = "a = blocking { }\nb = blocking { }\nc = blocking { }";
    private const string ThreeMade = "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes c\n main made c";
    private const string Begun = "#1 a starts\n #2 b starts\n #3 c starts";
    private const string JobsOfTwo = "x = async { a = blocking { } }\nh = spawn x\nb = blocking { }\nc = blocking { }";
    private const string OneMakesA = "main starts\n main makes x\n main made x\n main makes h\n main made h\n #1 x starts\n #1 x makes a";
    private const string TwoSleepers = "a = async { sleep 2 }\nb = async { sleep 2 }\nh = spawn a\ni = spawn b\nsleep 1";
    private const string BothSleep =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n main makes i\n main made i\n "
        + "main sleeps\n #1 a starts\n #1 a sleeps\n #2 b starts\n #2 b sleeps";
    private const string Shared = "x = async { sleep 5 }\nc = share x\na = async { await c }\nh = spawn a\nawait c\nawait h";
    private const string SharedHead =
        "main starts\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n main makes h\n main made h\n #1 a starts\n #1 a awaits c\n #1 x starts\n #1 x sleeps\n main awaits c\n @5 #1 x slept\n #1 x returns";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sleep_that_is_late_is_accepted(int workers) =>
        Accepted(TraceText.Threads("sleep 10", "main starts\n main sleeps\n @14 main slept\n main returns", workers));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sleep_that_is_early_is_rejected(int workers) =>
        Rejected(TraceText.Threads("sleep 10", "main starts\n main sleeps\n @9 main slept\n main returns", workers), 2);

    [Fact]
    public void Task_whose_poll_had_begun_when_it_was_aborted_is_accepted() =>
        Accepted(
            TraceText.Threads(
                Aborted,
                $"{AbortedHead}\n #1 x starts\n #1 x logs x\n #1 x returns\n main sleeps\n @5 main slept\n main returns"
            )
        );

    [Fact]
    public void Task_that_gave_way_and_whose_next_poll_had_begun_when_it_was_aborted_is_accepted() =>
        Accepted(
            TraceText.Threads(
                "x = async { yield }\nh = spawn x\nyield\nabort h\nsleep 5",
                "main starts\n main makes x\n main made x\n main makes h\n main made h\n main yields\n #1 x starts\n #1 x yields\n main yielded\n "
                    + "main aborts h\n main aborted h\n #1 x yielded\n #1 x returns\n main sleeps\n @5 main slept\n main returns"
            )
        );

    [Fact]
    public void Wake_that_comes_while_a_poll_begins_may_lead_to_one_more() =>
        Accepted(
            TraceText.Threads(
                "p = probe 2 wakes 0\na = async { await p }\nh = spawn a\nsleep 10\nwake p\nwake p\nsleep 10",
                "main starts\n main makes p\n main made p\n main makes a\n main made a\n main makes h\n main made h\n main sleeps\n #1 a starts\n "
                    + "#1 a awaits p\n #1 p polls 1\n #1 p pends\n @10 main slept\n main wakes p\n main woke p\n main wakes p\n main woke p\n "
                    + "#1 p polls 2\n #1 p pends\n main sleeps\n @11 #1 p polls 3\n #1 p ready 3\n #1 a got p = 3\n #1 a returns\n @21 main slept\n main returns"
            )
        );

    [Fact]
    public void Task_that_begins_after_its_abort_on_the_thread_of_main_is_rejected() =>
        Rejected(TraceText.Threads(Aborted, $"{AbortedHead}\n main sleeps\n x starts\n x logs x\n x returns", workers: 1), 8);

    [Fact]
    public void Task_that_begins_before_its_spawn_is_rejected() =>
        Rejected(TraceText.Threads(Aborted, "main starts\n main makes x\n main made x\n #1 x starts"), 3);

    [Fact]
    public void Member_that_ended_before_it_was_in_its_set_may_come_second() =>
        Accepted(
            TraceText.Threads(
                Members,
                $"{MembersMade}\n main makes h\n main made h\n main makes i\n {Elapsing("#2")}\n  #1 a starts\n #1 a returns\n main made i\n main asks t\n main gets t\n main logs v ()\n main returns"
            )
        );

    [Fact]
    public void Ticks_are_told_by_the_moment_that_the_interval_was_made() =>
        Accepted(TraceText.Threads(Ticks, $"{Ticking}\n main gets i = 1\n main asks i\n @35 main gets i = 31\n main returns"));

    [Theory]
    [InlineData("@1 main gets i = 2", 4)]
    [InlineData("@15 main gets i = 11", 4)]
    [InlineData("main gets i = 1\n main asks i\n @35 main gets i = 30", 6)]
    [InlineData("main gets i = 1\n main asks i\n @10 main gets i = 11", 6)]
    public void Ticks_that_are_not_of_the_interval_are_rejected(string ticks, int at) =>
        Rejected(TraceText.Threads(Ticks, $"{Ticking}\n {ticks}"), at);

    [Fact]
    public void Job_that_never_runs_is_rejected() =>
        Rejected(
            TraceText.Threads($"{Job}\nawait j", "main starts\n main makes j\n main made j\n main awaits j", ending: Ending.Deadlock),
            4
        );

    [Fact]
    public void Threads_of_workers_help_with_the_jobs_when_main_has_ended() =>
        Accepted(TraceText.Threads(ThreeJobs, $"{ThreeMade}\n main returns\n {Begun}\n #3 c returns\n #2 b returns\n #1 a returns"));

    [Fact]
    public void More_jobs_at_once_than_threads_are_rejected() => Rejected(TraceText.Threads(ThreeJobs, $"{ThreeMade}\n {Begun}"), 9);

    [Fact]
    public void Task_whose_timer_fired_runs_while_another_worker_drops_tasks_at_the_shutdown() =>
        Accepted(TraceText.Threads(TwoSleepers, $"{BothSleep}\n @2 main slept\n main returns\n #2 a dies\n #1 b slept\n #1 b returns"));

    [Fact]
    public void Task_whose_timer_is_not_due_does_not_run_at_the_shutdown() =>
        Rejected(TraceText.Threads(TwoSleepers, $"{BothSleep}\n @1 main slept\n main returns\n #2 a dies\n #1 b slept"), 17);

    [Fact]
    public void Job_that_another_thread_is_still_submitting_does_not_hold_up_the_queue() =>
        Accepted(
            TraceText.Threads(
                JobsOfTwo,
                $"{OneMakesA}\n main makes b\n main made b\n main makes c\n main made c\n #2 b starts\n #3 c starts\n #1 x made a\n #1 x returns\n "
                    + "#2 b returns\n #2 a starts\n #2 a returns\n #3 c returns\n main returns"
            )
        );

    [Fact]
    public void Job_that_was_submitted_before_another_was_made_comes_first() =>
        Rejected(
            TraceText.Threads(
                JobsOfTwo,
                $"{OneMakesA}\n main makes b\n main made b\n #1 x made a\n main makes c\n main made c\n #2 b starts\n #3 c starts"
            ),
            13
        );

    [Theory]
    [InlineData("main got c ! cancelled\n main returns\n #1 a starts\n #1 a returns", true)]
    [InlineData("#2 c starts\n main got c", false)]
    public void Job_that_was_called_off_is_passed_over_though_one_before_it_is_not_seen_yet(string events, bool isAccepted)
    {
        var trace = TraceText.Paused(
            "a = blocking { }\nb = blocking { }\nc = blocking { }\nd = blocking { }\nabort c\ntry {\nawait c\n} catch e {\n}",
            $"{ThreeMade}\n main makes d\n main made d\n main aborts c\n main aborted c\n main awaits c\n #2 b starts\n #2 b returns\n #2 d starts\n "
                + $"#2 d returns\n {events}",
            natural: true,
            isSimulated: false
        );

        (new ModelChecker().Check(trace) is null).ShouldBe(isAccepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pool_of_a_paused_clock_logs_in_its_order_when_it_is_simulated(bool isSimulated)
    {
        var trace = TraceText.Paused(
            TwoJobs,
            $"{TwoMade}\n main returns\n #2 b starts\n #1 a starts\n #1 a returns\n #2 b returns",
            natural: true,
            isSimulated
        );

        (new ModelChecker().Check(trace) is null).ShouldBe(!isSimulated);
    }

    [Theory]
    [InlineData("#1 a starts\n #1 a returns\n main got a", true)]
    [InlineData("main got a ! cancelled", true)]
    [InlineData("#1 a starts\n main got a ! cancelled\n #1 a returns", false)]
    public void Job_that_is_aborted_may_have_been_taken(string events, bool isPossible)
    {
        const string made = "main starts\n main makes a\n main made a\n main aborts a\n main aborted a\n main awaits a";
        var trace = TraceText.Threads("a = blocking { }\nabort a\ntry {\nawait a\n} catch e {\n}", $"{made}\n {events}\n main returns");

        (new ModelChecker().Check(trace) is null).ShouldBe(isPossible);
    }

    [Fact]
    public void Reader_of_a_shared_future_may_go_on_before_the_one_that_polled_it() =>
        Accepted(
            TraceText.Threads(Shared, $"{SharedHead}\n main got c\n #1 a got c\n #1 a returns\n main awaits h\n main got h\n main returns")
        );

    [Fact]
    public void Reader_that_goes_on_before_the_end_of_a_shared_future_is_rejected() =>
        Rejected(
            TraceText.Threads(Shared, $"{SharedHead[..SharedHead.IndexOf(" #1 x returns", StringComparison.Ordinal)]}\n main got c"),
            15
        );

    private static string Elapsing(string thread) =>
        string.Join(
            '\n',
            new[] { "starts", "makes s", "made s", "times s", "timed s ! elapsed", "throws ! elapsed" }.Select(does => $"{thread} b {does}")
        );

    private static void Accepted(Trace trace) => new ModelChecker().Check(trace).ShouldBeNull();

    private static void Rejected(Trace trace, int at)
    {
        var rejection = new ModelChecker().Check(trace).ShouldNotBeNull();
        rejection.Event.ShouldBe(at, rejection.Message);
    }
}
