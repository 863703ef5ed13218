using Conformance.Implementations.Executor;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>What no event tells: polls that emit nothing, turns of the driver, wakes. A trace is right if they may have happened at any possible moment.</summary>
public sealed class UnseenTests
{
    [Fact]
    public void Aborted_task_that_was_polled_unseen_may_wait_for_the_worker_of_who_aborts_it() =>
        Accepted(
            TraceText.Lazy(
                "s1 = sleep 1\nh1 = spawn s1\nf1 = async {\nabort h1\ncompute 1\n}\nh2 = spawn f1\nawait h1",
                "main starts\n main makes s1\n main made s1\n main makes h1\n main made h1\n main makes f1\n main made f1\n "
                    + "main makes h2\n main made h2\n main awaits h1\n #1 f1 starts\n #1 f1 aborts h1\n #1 f1 aborted h1\n "
                    + "#1 f1 computes\n @1 #1 f1 computed\n #1 f1 returns\n main got h1 ! cancelled\n main throws cancelled",
                workers: 2,
                ending: Ending.Failed
            )
        );

    [Fact]
    public void Sleep_as_a_task_may_be_polled_after_the_turn_and_before_its_awaiter() =>
        Accepted(
            TraceText.Lazy(
                "f = async {\ns = sleep 1\ncompute 1\nawait s\n}\nh1 = spawn f\nawait h1\nx = sleep 10\nh2 = spawn x\ncompute 10\nawait h2",
                "main starts\n main makes f\n main made f\n main makes h1\n main made h1\n main awaits h1\n f starts\n "
                    + "f makes s\n f made s\n f computes\n @1 f computed\n f awaits s\n f got s\n f returns\n main got h1\n "
                    + "main makes x\n main made x\n main makes h2\n main made h2\n main computes\n @11 main computed\n "
                    + "main awaits h2\n main got h2\n main returns"
            )
        );

    [Fact]
    public void Members_that_are_aborted_are_kept_by_the_worker_that_aborts_them() =>
        Accepted(
            TraceText.Lazy(
                "b = async {\nt = join-set\nx = async { sleep 10 }\nhx = spawn x in t\ny = async { sleep 10 }\nhy = spawn y in t\nyield\nabort t\ncompute 5\n}\nh = spawn b\nawait h",
                "main starts\n main makes b\n main made b\n main makes h\n main made h\n main awaits h\n #1 b starts\n "
                    + "#1 b makes t\n #1 b made t\n #1 b makes x\n #1 b made x\n #1 b makes hx\n #1 b made hx\n #1 b makes y\n "
                    + "#1 b made y\n #1 b makes hy\n #1 b made hy\n #2 x starts\n #2 x sleeps\n #1 b yields\n #1 y starts\n "
                    + "#1 y sleeps\n #1 b yielded\n #1 b aborts t\n #2 x dies\n #1 b aborted t\n #1 b computes\n @5 #1 b computed\n "
                    + "#1 b returns\n #1 y dies\n main got h\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Aborted_job_may_stay_in_the_queue_while_the_runtime_shuts_down() =>
        Accepted(
            TraceText.Lazy(
                "j = blocking { }\nf = async {\ncompute 5\njoin j\n}\nh = spawn f\nyield\nabort j",
                "main starts\n main makes j\n main made j\n main makes f\n main made f\n main makes h\n main made h\n main yields\n "
                    + "#1 f starts\n #1 f computes\n main yielded\n main aborts j\n main aborted j\n main returns\n @5 #1 f computed\n "
                    + "#1 f combines\n f dies",
                workers: 2
            )
        );

    [Fact]
    public void Select_reads_a_shared_future_that_another_reader_took_to_its_end()
    {
        var trace = new Trace();
        var code = Code.Of(
            ProgramParser.Load(
                """
                program lazy {
                  x = sleep 3
                  s = share x
                  t = sleep 9
                  y = async {
                    select s t
                  }
                  z = async {
                    await s
                  }
                  join y z
                }
                """
            )
        );
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(1);
        ExecutorRuntime.CurrentThread().Run(code, scheduler, trace, RunOptions.Default);
        trace.Ending.ShouldBe(Ending.Completed);
        Accepted(trace);
    }

    [Fact]
    public void Turn_of_every_time_may_have_noticed_a_tick() =>
        Accepted(
            TraceText.Lazy(
                "l = async {\nj = blocking { compute 10 }\nf = async {\ni = interval 2\nsleep 5\ncompute 10\nnext i\nnext i\nsleep 10\n}\ntimeout 10 f\n}\ns = sleep 10\nselect s l",
                "main starts\n main makes l\n main made l\n main makes s\n main made s\n main combines\n l starts\n l makes j\n "
                    + "l made j\n l makes f\n l made f\n l times f\n f starts\n f makes i\n f made i\n f sleeps\n #1 j starts\n "
                    + "#1 j computes\n @5 f slept\n f computes\n @10 #1 j computed\n #1 j returns\n @15 f computed\n f asks i\n "
                    + "f gets i = 0\n f asks i\n f gets i = 2\n f sleeps\n f dies\n l dies\n main combined\n main returns"
            )
        );

    [Fact]
    public void Timer_may_have_woken_for_the_poll_that_finds_it_over() =>
        Accepted(
            TraceText.Lazy(
                "p = probe 2 wakes 0\na = async {\nb = async { sleep 2 }\nc = async { sleep 1 }\nawait b\nawait c\n}\nd = async {\ncompute 2\nyield\nawait p\n}\njoin a d",
                "main starts\n main makes p\n main made p\n main makes a\n main made a\n main makes d\n main made d\n "
                    + "main combines\n a starts\n a makes b\n a made b\n a makes c\n a made c\n a awaits b\n b starts\n b sleeps\n "
                    + "d starts\n d computes\n @2 d computed\n d yields\n d yielded\n d awaits p\n p polls 1\n p pends 1\n b slept\n "
                    + "b returns\n a got b\n a awaits c\n c starts\n c sleeps\n @3 c slept\n c returns\n a got c\n a returns\n "
                    + "p polls 2\n p pends 2",
                workers: 2,
                ending: Ending.Deadlock
            )
        );

    [Fact]
    public void Timer_that_another_worker_had_time_to_notice_may_have_woken_for_the_poll_that_goes_on() =>
        Accepted(
            TraceText.Lazy(
                "p = probe 2 wakes 0\nf = async {\nyield\ncompute 1\n}\ng = async {\ns = sleep 1\ncompute 1\nawait s\n}\njoin p f g",
                "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes g\n main made g\n "
                    + "main combines\n p polls 1\n p pends 1\n f starts\n f yields\n g starts\n g makes s\n g made s\n g computes\n "
                    + "@1 g computed\n g awaits s\n f yielded\n f computes\n @2 f computed\n f returns\n g got s\n g returns\n "
                    + "p polls 2\n p pends 2",
                workers: 2,
                ending: Ending.Deadlock
            )
        );

    [Fact]
    public void Timer_that_is_given_up_may_just_have_woken() =>
        Accepted(
            TraceText.Lazy(
                "p = probe 3 wakes 0\na = async { await p }\nb = async {\nc = async {\ncompute 10\nyield\n}\ntimeout 10 c\n}\njoin a b",
                "main starts\n main makes p\n main made p\n main makes a\n main made a\n main makes b\n main made b\n "
                    + "main combines\n a starts\n a awaits p\n p polls 1\n p pends 1\n b starts\n b makes c\n b made c\n b times c\n "
                    + "c starts\n c computes\n @10 c computed\n c yields\n c yielded\n c returns\n b timed c\n b returns\n p polls 2\n "
                    + "p pends 2\n p polls 3\n p pends 3",
                workers: 2,
                ending: Ending.Deadlock
            )
        );

    [Fact]
    public void Job_whose_handle_is_dropped_wakes_nobody() =>
        Accepted(
            TraceText.Lazy(
                "p = probe 2 wakes 0\na = async {\nq = probe 1 wakes 1\nj = blocking { }\nselect-biased q j\n}\njoin p a",
                "main starts\n main makes p\n main made p\n main makes a\n main made a\n main combines\n p polls 1\n p pends 1\n "
                    + "a starts\n a makes q\n a made q\n a makes j\n a made j\n a combines\n q polls 1\n #1 j starts\n q wakes q\n "
                    + "q woke q\n q pends 1\n #1 j returns\n q polls 2\n q ready 2\n a combined = 2\n a returns\n p polls 2\n p pends 2",
                ending: Ending.Deadlock
            )
        );

    [Fact]
    public void Poll_may_end_before_a_job_is_cancelled_and_be_the_last() =>
        Accepted(
            TraceText.Lazy(
                "f = async { compute 10 }\nhf = spawn f\ng = async {\nj = blocking { }\nabort j\nx = async { join j hf }\nhx = spawn x\n}\nhg = spawn g\nawait hg",
                "main starts\n main makes f\n main made f\n main makes hf\n main made hf\n main makes g\n main made g\n "
                    + "main makes hg\n main made hg\n main awaits hg\n #1 f starts\n #1 f computes\n #2 g starts\n #2 g makes j\n "
                    + "#2 g made j\n #2 g aborts j\n #2 g aborted j\n #2 g makes x\n #2 g made x\n #2 g makes hx\n #2 g made hx\n "
                    + "#2 g returns\n #2 x starts\n #2 x combines\n main got hg\n main returns\n @10 #1 f computed\n #1 f returns\n "
                    + "x dies",
                workers: 2
            )
        );

    [Fact]
    public void Poll_may_look_before_the_turn_and_be_the_last() =>
        Accepted(
            TraceText.Lazy(
                "x = async {\ny = async {\nyield\ni = interval 1\ncompute 20\nnext i\nnext i\n}\ntimeout 20 y\n}\nh = spawn x\nsleep 20",
                "main starts\n main makes x\n main made x\n main makes h\n main made h\n #1 x starts\n #1 x makes y\n "
                    + "#1 x made y\n main sleeps\n #1 x times y\n #1 y starts\n #1 y yields\n #1 y yielded\n #1 y makes i\n "
                    + "#1 y made i\n #1 y computes\n @20 #1 y computed\n #1 y asks i\n #1 y gets i = 0\n #1 y asks i\n main slept\n "
                    + "main returns\n y dies\n x dies",
                workers: 2
            )
        );

    [Fact]
    public void Driver_need_not_turn_while_the_runtime_shuts_down() =>
        Accepted(
            TraceText.Lazy(
                "x = async {\ny = async {\nyield\ncompute 20\nlog \"y\"\ncompute 2\nsleep 1\n}\ntimeout 10 y\n}\nh = spawn x\nsleep 1",
                "main starts\n main makes x\n main made x\n main makes h\n main made h\n main sleeps\n #1 x starts\n "
                    + "#1 x makes y\n #1 x made y\n #1 x times y\n #1 y starts\n #1 y yields\n #1 y yielded\n #1 y computes\n "
                    + "@1 main slept\n main returns\n @20 #1 y computed\n #1 y logs y\n #1 y computes\n @22 #1 y computed\n "
                    + "#1 y sleeps\n y dies\n x dies",
                workers: 2
            )
        );

    [Fact]
    public void Member_that_ends_after_the_first_calls_no_waker() =>
        Accepted(
            TraceText.Lazy(
                "a = async {\np = probe 2 wakes 0\nawait p\n}\nb = async {\nt = join-set\nx = async { return 5 }\nhx = spawn x in t\ny = async { }\nhy = spawn y in t\nnext t\nsleep 20\n}\nselect-biased a b",
                "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n a starts\n a makes p\n "
                    + "a made p\n a awaits p\n p polls 1\n p pends 1\n b starts\n b makes t\n b made t\n b makes x\n b made x\n "
                    + "b makes hx\n b made hx\n b makes y\n b made y\n b makes hy\n b made hy\n b asks t\n #1 x starts\n "
                    + "#1 x returns 5\n #1 y starts\n #1 y returns\n p polls 2\n p pends 2\n b gets t = 5\n b sleeps\n @20 p polls 3\n "
                    + "p ready 3\n a got p = 3\n a returns\n b dies\n main combined\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Task_that_a_timer_woke_before_displaces_nobody() =>
        Accepted(
            TraceText.Lazy(
                "n = notify\nb = async {\nw = notified n\nx = async {\ns = sleep 20\nselect-biased w s\n}\nhx = spawn x\ny = async { }\nhy = spawn y\ncompute 20\nnotify-waiters n\ncompute 10\n}\nh = spawn b\nawait h",
                "main starts\n main makes n\n main made n\n main makes b\n main made b\n main makes h\n main made h\n "
                    + "main awaits h\n #1 b starts\n #1 b makes w\n #1 b made w\n #1 b makes x\n #1 b made x\n #1 b makes hx\n "
                    + "#1 b made hx\n #1 b makes y\n #1 b made y\n #1 b makes hy\n #1 b made hy\n #1 b computes\n #2 x starts\n "
                    + "#2 x makes s\n #2 x made s\n #2 x combines\n #2 w polls 1\n #2 w pends 1\n @20 #1 b computed\n #1 b calls n\n "
                    + "#1 b called n\n #1 b computes\n #2 w polls 2\n #2 w ready 2\n #2 x combined\n #2 x returns\n "
                    + "@30 #1 b computed\n #1 b returns\n #1 y starts\n #1 y returns\n main got h\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Task_that_a_timer_woke_before_another_wake_may_be_kept() =>
        Accepted(
            TraceText.Lazy(
                "g = async { compute 5 }\nhg = spawn g\nf = async { timeout 1 hg }\nhf = spawn f\nx = async { compute 1 }\nhx = spawn x\nk = async { compute 20 }\nhk = spawn k\nawait hf",
                "main starts\n main makes g\n main made g\n main makes hg\n main made hg\n main makes f\n main made f\n "
                    + "main makes hf\n main made hf\n main makes x\n main made x\n main makes hx\n main made hx\n main makes k\n "
                    + "main made k\n main makes hk\n main made hk\n main awaits hf\n #1 g starts\n #1 g computes\n #2 f starts\n "
                    + "#2 f times hg\n #2 x starts\n #2 x computes\n @1 #2 x computed\n #2 x returns\n #2 k starts\n "
                    + "#2 k computes\n @5 #1 g computed\n #1 g returns\n @21 #2 k computed\n #2 k returns\n #2 f timed hg\n "
                    + "#2 f returns\n main got hf\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Task_that_gave_way_is_kept_by_the_worker_that_aborts_it() =>
        Accepted(
            TraceText.Lazy(
                "x = async { yield }\nhx = spawn x\na = async { compute 10 }\nha = spawn a\nb = async {\nabort hx\ncompute 20\n}\nhb = spawn b\nawait hb",
                "main starts\n main makes x\n main made x\n main makes hx\n main made hx\n main makes a\n main made a\n "
                    + "main makes ha\n main made ha\n main makes b\n main made b\n main makes hb\n main made hb\n main awaits hb\n "
                    + "#1 x starts\n #1 x yields\n #1 a starts\n #1 a computes\n #2 b starts\n #2 b aborts hx\n #2 b aborted hx\n "
                    + "#2 b computes\n @10 #1 a computed\n #1 a returns\n @20 #2 b computed\n #2 b returns\n #2 x dies\n main got hb\n "
                    + "main returns",
                workers: 2
            )
        );

    [Fact]
    public void Task_that_gave_way_and_was_woken_before_is_polled_once_more() =>
        Accepted(
            TraceText.Lazy(
                "p = probe 3 wakes 0\nx = async {\ny = async { yield }\njoin p y\n}\nhx = spawn x\nz = async { wake p }\nhz = spawn z\nsleep 1",
                "main starts\n main makes p\n main made p\n main makes x\n main made x\n main makes hx\n main made hx\n "
                    + "main makes z\n main made z\n main makes hz\n main made hz\n main sleeps\n x starts\n x makes y\n x made y\n "
                    + "x combines\n p polls 1\n p pends 1\n y starts\n y yields\n z starts\n z wakes p\n z woke p\n z returns\n "
                    + "y yielded\n y returns\n p polls 2\n p pends 2\n p polls 3\n p pends 3\n @1 main slept\n main returns\n x dies"
            )
        );

    [Theory]
    [InlineData("sleep 0", "", "main returns\n ")]
    [InlineData("sleep 5", "sleep 5", "main sleeps\n @5 main slept\n main returns\n ")]
    public void Sleep_as_a_task_may_have_ended_before_the_runtime_shut_down(string sleep, string last, string lines) =>
        Accepted(AfterShutdown(sleep, last, lines));

    [Fact]
    public void Sleep_as_a_task_that_was_not_over_when_the_runtime_shut_down_gives_no_value() =>
        Rejected(AfterShutdown("sleep 6", "sleep 5", "main sleeps\n @5 main slept\n main returns\n "), 16);

    private static Trace AfterShutdown(string sleep, string last, string lines) =>
        TraceText.Lazy(
            $"s = {sleep}\nh = spawn s\nf = async {{\ncompute 10\nawait h\n}}\ng = spawn f\n{last}",
            "main starts\n main makes s\n main made s\n main makes h\n main made h\n main makes f\n main made f\n main makes g\n "
                + $"main made g\n #1 f starts\n #1 f computes\n {lines}@10 #1 f computed\n #1 f awaits h\n #1 f got h\n #1 f returns",
            workers: 2
        );

    [Fact]
    public void Aborted_task_that_could_not_end_before_gives_no_value()
    {
        var trace = TraceText.Lazy(
            "s1 = sleep 1\nh1 = spawn s1\nf1 = async {\nabort h1\ncompute 1\n}\nh2 = spawn f1\nawait h1",
            "main starts\n main makes s1\n main made s1\n main makes h1\n main made h1\n main makes f1\n main made f1\n main makes h2\n main made h2\n main awaits h1\n "
                + "#1 f1 starts\n #1 f1 aborts h1\n #1 f1 aborted h1\n #1 f1 computes\n @1 #1 f1 computed\n #1 f1 returns\n main got h1\n main returns",
            workers: 2
        );

        Rejected(trace, 16);
    }

    [Fact]
    public void Timer_that_is_not_over_wakes_nobody_when_it_is_given_up()
    {
        var trace = TraceText.Lazy(
            "p = probe 2 wakes 0\na = async { await p }\nb = async {\nc = async { yield }\ntimeout 10 c\n}\njoin a b",
            "main starts\n main makes p\n main made p\n main makes a\n main made a\n main makes b\n main made b\n main combines\n a starts\n a awaits p\n p polls 1\n p pends 1\n "
                + "b starts\n b makes c\n b made c\n b times c\n c starts\n c yields\n c yielded\n c returns\n b timed c\n b returns\n p polls 2\n p pends 2\n p polls 3",
            workers: 2
        );

        Rejected(trace, 24);
    }

    [Fact]
    public void Task_that_gave_way_once_is_not_polled_twice_more()
    {
        var trace = TraceText.Lazy(
            "p = probe 4 wakes 0\nx = async {\ny = async { yield }\njoin p y\n}\nhx = spawn x\nz = async { wake p }\nhz = spawn z\nsleep 1",
            "main starts\n main makes p\n main made p\n main makes x\n main made x\n main makes hx\n main made hx\n main makes z\n main made z\n main makes hz\n main made hz\n main sleeps\n "
                + "x starts\n x makes y\n x made y\n x combines\n p polls 1\n p pends 1\n y starts\n y yields\n z starts\n z wakes p\n z woke p\n z returns\n y yielded\n y returns\n "
                + "p polls 2\n p pends 2\n p polls 3\n p pends 3\n p polls 4"
        );

        Rejected(trace, 30);
    }

    [Fact]
    public void What_a_turn_of_the_driver_has_certainly_noticed_is_ready()
    {
        const string Program = "x = async {\nsleep 10\nsleep 0\n}\ntimeout 10 x";
        const string Turned = "main starts\n main makes x\n main made x\n main times x\n x starts\n x sleeps\n @10 x slept\n x sleeps\n ";
        Accepted(TraceText.Lazy(Program, $"{Turned}x slept\n x returns\n main timed x\n main returns"));
        Rejected(TraceText.Lazy(Program, $"{Turned}x dies"), 8);
    }

    private static void Accepted(Trace trace)
    {
        var checker = new ModelChecker();
        checker.Check(trace).ShouldBeNull();
        checker.IsJudged.ShouldBeTrue();
    }

    private static void Rejected(Trace trace, int at) => new ModelChecker().Check(trace).ShouldNotBeNull().Event.ShouldBe(at);
}
