using Conformance.Spec.Model;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>On a real clock nothing happens before its time, and everything in its order; how long after, nobody says.</summary>
public sealed class RealClockAcceptanceTests
{
    private const string TwoTimers = "a = timer 10 { }\nb = timer 10 { }";
    private const string Armed = "main starts\n main makes a\n main made a\n main makes b\n main made b\n main returns";
    private const string LateMain = "a = timer 10 { }\nb = timer 5 { }\nc = immediate { }\ncompute 20";
    private const string AllMade =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes c\n main made c\n main computes\n @21 main computed\n main returns";
    private const string Jobs = "a = blocking { }\nb = blocking { }\nawait b\nlog \"b\"";
    private const string Submitted = "main starts\n main makes a\n main made a\n main makes b\n main made b\n main awaits b";
    private const string Worker = "w = worker { compute 1 }\nterminate w\nawait w";
    private const string Stopping =
        "main starts\n main makes w\n main made w\n #1 w starts\n #1 w computes\n main terminates w\n main terminated w\n main awaits w";

    private const string Ending = "w = worker { }\nf = async { await w }\nt = timer 1 { }\ncompute 5";
    private const string Told =
        "main starts\n main makes w\n main made w\n #1 w starts\n #1 w returns\n main makes f\n f starts\n f awaits w\n main made f\n main makes t\n main made t\n main computes\n @5 main computed\n main returns\n f got w\n f returns\n t starts\n t returns";

    private const string PutOff =
        "q = echo 10\nr = then q { }\nt = timer 1 {\ni = immediate { }\nd = timer 1 { }\ncompute 19\no = timer 50 { }\n}";
    private const string PutOffBegun =
        "main starts\n main makes q\n main made q\n main makes r\n main made r\n main makes t\n main made t\n main returns\n "
        + "@1 t starts\n t makes i\n t made i\n t makes d\n t made d\n t computes\n @20 t computed\n t makes o\n t made o\n t returns\n "
        + "i starts\n i returns";

    private const string TwoWorkers =
        "a = worker { }\nb = worker { post 1 }\nh = on-message b {\nm = microtask { }\n}\nf = async { await a }";
    private const string BothWork =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n main makes f\n f starts\n "
        + "f awaits a\n main made f\n main returns\n #1 a starts\n #1 a returns\n #2 b starts\n #2 b posts b 1\n #2 b posted b";
    private const string Mixed = "h starts 1\n h makes m\n h made m\n h returns\n f got a\n f returns\n m starts\n m returns";

    [Fact]
    public void Timer_that_is_late_is_accepted() => Accepted("sleep 10", "main starts\n main sleeps\n @13 main slept\n main returns");

    [Fact]
    public void Timer_by_a_clock_that_lags_behind_by_one_is_accepted() =>
        Accepted("compute 3\nsleep 10", "main starts\n main computes\n @3 main computed\n main sleeps\n @12 main slept\n main returns");

    [Fact]
    public void Timer_that_is_early_is_rejected() =>
        Rejected(
            "compute 3\nsleep 10",
            "main starts\n main computes\n @3 main computed\n main sleeps\n @11 main slept\n main returns",
            4,
            "TIME-01"
        );

    [Fact]
    public void Computing_that_ends_early_is_rejected() =>
        Rejected("compute 10", "main starts\n main computes\n @9 main computed\n main returns", 2, "TIME-01");

    [Fact]
    public void Equal_timers_out_of_order_are_rejected() =>
        Rejected(TwoTimers, $"{Armed}\n @10 b starts\n b returns\n a starts\n a returns", 6, "TIME-03");

    [Fact]
    public void Equal_timers_in_order_are_accepted() =>
        Accepted(TwoTimers, $"{Armed}\n @10 a starts\n a returns\n @12 b starts\n b returns");

    [Fact]
    public void Due_timers_in_the_order_of_their_moments_are_accepted() =>
        Accepted(LateMain, $"{AllMade}\n b starts\n b returns\n a starts\n a returns\n c starts\n c returns");

    [Fact]
    public void Due_timers_out_of_order_are_rejected() =>
        Rejected(LateMain, $"{AllMade}\n a starts\n a returns\n b starts\n b returns\n c starts\n c returns", 10, "TIME-03");

    [Fact]
    public void Immediate_before_a_timer_that_main_left_due_is_rejected() =>
        Rejected(LateMain, $"{AllMade}\n c starts\n c returns\n b starts\n b returns\n a starts\n a returns", 10, "MODEL-01");

    [Fact]
    public void Microtask_after_a_timer_is_rejected() =>
        Rejected(
            "t = timer 1 { }\nm = microtask { }\ncompute 5",
            "main starts\n main makes t\n main made t\n main makes m\n main made m\n main computes\n @5 main computed\n main returns\n t starts",
            8,
            "MICRO-05"
        );

    [Fact]
    public void Timer_within_a_synchronous_section_is_rejected() =>
        Rejected(
            "t = timer 1 { }\ncompute 5",
            "main starts\n main makes t\n main made t\n main computes\n @2 t starts\n t returns\n @5 main computed\n main returns",
            4,
            "RTC-01"
        );

    [Fact]
    public void Result_of_a_job_before_that_of_an_earlier_one_is_accepted() =>
        Accepted(Jobs, $"{Submitted}\n #1 a starts\n #2 b starts\n #1 a returns\n #2 b returns\n main got b\n main logs b\n main returns");

    [Fact]
    public void Result_of_a_job_that_has_not_ended_is_rejected() =>
        Rejected(Jobs, $"{Submitted}\n #1 a starts\n #2 b starts\n #1 a returns\n main got b", 9, "MODEL-01");

    [Fact]
    public void Jobs_on_two_threads_may_be_logged_in_any_order() =>
        Accepted(Jobs, $"{Submitted}\n #2 b starts\n #1 a starts\n #1 a returns\n #2 b returns\n main got b\n main logs b\n main returns");

    [Fact]
    public void End_before_a_job_has_ended_is_rejected() =>
        Rejected(Jobs, $"{Submitted}\n #1 b starts\n #1 b returns\n main got b\n main logs b\n main returns", 11, "MODEL-01");

    [Fact]
    public void Worker_that_stops_a_moment_after_it_was_terminated_is_accepted() =>
        Accepted(Worker, $"{Stopping}\n @1 #1 w computed\n main got w\n main returns");

    [Fact]
    public void Worker_that_goes_on_when_its_end_is_known_is_rejected() =>
        Rejected(Worker, $"{Stopping}\n @1 main got w\n #1 w computed\n main returns", 9, "WORK-01");

    [Fact]
    public void End_of_a_worker_before_a_timer_that_is_due_when_a_module_has_been_evaluated_is_accepted() =>
        new ModelChecker().Check(TraceText.Module(Ending, Told, ClockKind.Real)).ShouldBeNull();

    [Fact]
    public void End_of_a_worker_before_a_timer_that_a_script_left_due_is_rejected() => Rejected(Ending, Told, 14, "MODEL-01");

    [Fact]
    public void Queues_may_be_drained_before_an_immediate_of_the_next_turn_after_an_error() =>
        Accepted(
            "w = worker { }\nu = on-uncaught (e) {\nk = next-tick { }\n}\ni = immediate {\nj = immediate { }\nthrow \"x\"\n}",
            "main starts\n main makes w\n main made w\n main makes u\n main made u\n main makes i\n main made i\n main returns\n i starts\n "
                + "i makes j\n i made j\n i throws x\n u starts x\n u makes k\n u made k\n u returns\n k starts\n k returns\n j starts\n "
                + "j returns\n #1 w starts\n #1 w returns"
        );

    [Fact]
    public void Answer_may_come_before_a_timer_that_became_due_in_the_timers_phase() =>
        Accepted(PutOff, $"{PutOffBegun}\n @39 r starts\n r returns\n d starts\n d returns\n @70 o starts\n o returns");

    [Fact]
    public void Timers_phase_that_is_served_again_reads_the_clock_again() =>
        Accepted(
            "t = timer 2 { }\nsleep 1\ni = immediate { }\nsleep 10",
            "main starts\n main makes t\n main made t\n main sleeps\n @1 main slept\n main makes i\n main made i\n @7 main sleeps\n "
                + "@57 t starts\n t returns\n main slept\n main returns\n i starts\n i returns"
        );

    [Fact]
    public void Ends_of_two_workers_may_be_told_without_a_drain_in_between() =>
        Accepted(TwoWorkers, $"{BothWork}\n #2 b returns\n {Mixed}");

    [Fact]
    public void Message_of_a_worker_that_works_on_comes_after_the_drain() =>
        Rejected(TwoWorkers, $"{BothWork}\n {Mixed}\n #2 b returns", 21, "MICRO-02");

    [Theory]
    [InlineData("5", true)]
    [InlineData("7", true)]
    [InlineData("8", true)]
    [InlineData("4", false)]
    [InlineData("9", false)]
    public void Reading_of_the_clock_is_of_the_time_between_two_events(string read, bool isPossible)
    {
        var trace = TraceText.Parse(
            "compute 5\nlog \"at\" now",
            $"main starts\n main computes\n @5 main computed\n @8 main logs at {read}\n main returns",
            ClockKind.Real
        );

        (new ModelChecker().Check(trace) is null).ShouldBe(isPossible);
    }

    private static void Accepted(string program, string events) =>
        new ModelChecker().Check(TraceText.Parse(program, events, ClockKind.Real)).ShouldBeNull();

    private static void Rejected(string program, string events, int at, string guard)
    {
        var rejection = new ModelChecker().Check(TraceText.Parse(program, events, ClockKind.Real)).ShouldNotBeNull();
        rejection.Event.ShouldBe(at, rejection.Message);
        rejection.Guard.ShouldBe(guard, rejection.Message);
    }
}
