using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class SchedulingTests
{
    private const string Two = "a = async { yield }\nb = async { }\nh = spawn a\ng = spawn b\nsleep 1";
    private const string Made =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n main makes g\n main made g\n main sleeps\n";

    private static Trace Spawned(string events, int workers = 1, bool natural = true) =>
        TraceText.Lazy(Two, Made + events, workers, natural: natural);

    [Fact]
    public void Tasks_in_the_order_of_their_spawns_pass() =>
        RuleCheck.Passes("SCHED-01", Spawned("a starts\n a yields\n b starts\n b returns\n a yielded\n a returns"), 1);

    [Fact]
    public void Last_task_first_fails() =>
        RuleCheck.Fails(
            "SCHED-01",
            TraceText.Lazy(
                Two.Replace("g = spawn b", "g = spawn b\nc = async { }\ni = spawn c", StringComparison.Ordinal),
                Made.Replace(
                    "main sleeps",
                    "main makes c\n main made c\n main makes i\n main made i\n main sleeps",
                    StringComparison.Ordinal
                ) + "a starts\n a yields\n c starts\n c returns\n b starts\n b returns"
            ),
            "\"i\" was polled before \"g\", which had been ready earlier; expected ready tasks to run first in, first out."
        );

    [Fact]
    public void Task_that_a_branch_woke_in_the_poll_that_ended_its_wait_may_stand_before_others() =>
        RuleCheck.Passes(
            "SCHED-01",
            TraceText.Lazy(
                "f = async {\na = async {\nb = async { }\ng = spawn b\n}\nh = spawn a\np = probe 1 wakes 1\nq = probe 0 wakes 0\nselect-biased p q\nawait h\n}\ni = spawn f\nsleep 1",
                "main starts\n main makes f\n main made f\n main makes i\n main made i\n main sleeps\n f starts\n f makes a\n f made a\n "
                    + "f makes h\n f made h\n f makes p\n f made p\n f makes q\n f made q\n f combines\n p polls 1\n p wakes p\n p woke p\n "
                    + "p pends\n q polls 1\n q ready 1\n f combined = 1\n f awaits h\n a starts\n a makes b\n a made b\n a makes g\n a made g\n "
                    + "a returns\n f got h\n f returns\n b starts\n b returns\n @1 main slept\n main returns"
            ),
            1
        );

    [Fact]
    public void Order_of_another_schedule_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SCHED-01", Spawned("b starts\n b returns\n a starts\n a yields", natural: false));

    [Fact]
    public void Tasks_that_are_polled_make_progress() =>
        RuleCheck.Passes("SCHED-04", Spawned("a starts\n a yields\n b starts\n b returns\n a yielded\n a returns\n @1 main slept"), 2);

    [Fact]
    public void Task_that_is_never_polled_fails() =>
        RuleCheck.Fails(
            "SCHED-04",
            Spawned("b starts\n b returns\n @1 main slept\n main returns"),
            "\"h\" was not polled though it had been ready since make h and there was nothing else to do; expected every woken task to be polled."
        );

    [Theory]
    [InlineData("p polls 1\n p pends\n p polls 2\n p ready 2")]
    [InlineData("p polls 1\n p pends\n p polls 2\n p pends\n p polls 3\n p ready 3")]
    public void Operations_spread_over_enough_polls_pass(string polls) => RuleCheck.Passes("SCHED-05", Cycles(200, polls), 1);

    [Fact]
    public void More_operations_than_the_budget_in_one_poll_fail() =>
        RuleCheck.Fails(
            "SCHED-05",
            Cycles(200, "p polls 1\n p ready 1"),
            "\"p\" did 200 budgeted operations in 1 poll; expected at most 128 in each."
        );

    [Fact]
    public void Operations_within_the_budget_do_not_trigger() => RuleCheck.DoesNotTrigger("SCHED-05", Cycles(128, "p polls 1\n p ready 1"));

    private static Trace Cycles(int cycles, string polls) =>
        TraceText.Lazy($"p = probe 0 cycles {cycles}\nawait p", $"main starts\n main makes p\n main made p\n main awaits p\n {polls}");

    [Fact]
    public void Yield_behind_a_ready_task_passes() =>
        RuleCheck.Passes("SCHED-06", Spawned("a starts\n a yields\n b starts\n b returns\n a yielded\n a returns"), 1);

    [Fact]
    public void Yield_that_goes_on_at_once_fails() =>
        RuleCheck.Fails(
            "SCHED-06",
            Spawned("a starts\n a yields\n a yielded\n a returns\n b starts\n b returns"),
            "\"a\" went on after its yield before \"g\" was polled, which was ready; expected yield to let ready tasks run first."
        );

    [Fact]
    public void Yield_without_others_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "SCHED-06",
            TraceText.Lazy(
                "a = async { yield }\nh = spawn a\nsleep 1",
                "main starts\n main makes a\n main made a\n main makes h\n main made h\n main sleeps\n a starts\n a yields\n a yielded\n a returns"
            )
        );

    [Fact]
    public void As_many_tasks_as_workers_pass() =>
        RuleCheck.Passes("SCHED-07", Spawned("#1 a starts\n #2 b starts\n #1 a yields\n #2 b returns", workers: 2), 1);

    [Fact]
    public void More_tasks_than_workers_fail() =>
        RuleCheck.Fails(
            "SCHED-07",
            Spawned("a starts\n b starts\n b returns\n a yields"),
            "2 tasks were in a poll at once; expected at most 1, one for each worker."
        );
}
