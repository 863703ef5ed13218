using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

/// <summary>The rules of several workers: what stands in a worker's slot, and what others steal.</summary>
public sealed class WorkerTests
{
    private const string Nested = "t = async { a = async { }; b = async { }; h = spawn a; g = spawn b; compute 5 }\ni = spawn t\nsleep 9";
    private const string Made =
        "main starts\n main makes t\n main made t\n main makes i\n main made i\n main sleeps\n"
        + "#1 t starts\n #1 t makes a\n #1 t made a\n #1 t makes b\n #1 t made b\n #1 t makes h\n #1 t made h\n #1 t makes g\n #1 t made g\n #1 t computes\n";
    private const string Ended = "@5 #1 t computed\n #1 t returns\n";

    private static Trace Spawned(string events) => TraceText.Lazy(Nested, Made + events, workers: 2);

    [Fact]
    public void Last_one_spawned_runs_next() =>
        RuleCheck.Passes(
            "SCHED-02",
            Spawned(Ended + "#1 b starts\n #1 b returns\n #1 a starts\n #1 a returns\n @9 main slept\n main returns"),
            1
        );

    [Fact]
    public void First_one_spawned_before_the_last_fails() =>
        RuleCheck.Fails(
            "SCHED-02",
            Spawned(Ended + "#1 a starts\n #1 a returns\n #1 b starts\n #1 b returns\n @9 main slept\n main returns"),
            "\"h\" was polled on thread 1 before \"g\", which the task before it had spawned last; expected what a worker's task made ready last to run next there."
        );

    [Fact]
    public void Slot_may_be_left_after_three_polls_out_of_it_of_which_a_timer_began_one()
    {
        const string Chain =
            "t = async { a = async { }\nu = async { v = async { w = async { }; h = spawn w }; i = spawn v }\nsleep 1\nj = spawn a\nk = spawn u }\nl = spawn t\nsleep 9";
        const string Begun =
            "main starts\n main makes t\n main made t\n main makes l\n main made l\n main sleeps\n #1 t starts\n #1 t makes a\n #1 t made a\n #1 t makes u\n #1 t made u\n #1 t sleeps\n"
            + "@1 #1 t slept\n #1 t makes j\n #1 t made j\n #1 t makes k\n #1 t made k\n #1 t returns\n #1 u starts\n #1 u makes v\n #1 u made v\n #1 u makes i\n #1 u made i\n #1 u returns\n"
            + "#1 v starts\n #1 v makes w\n #1 v made w\n #1 v makes h\n #1 v made h\n #1 v returns\n";
        RuleCheck.Passes(
            "SCHED-02",
            TraceText.Lazy(Chain, Begun + "#1 a starts\n #1 a returns\n #1 w starts\n #1 w returns", workers: 2),
            2
        );
    }

    [Fact]
    public void Slot_of_a_worker_says_nothing_of_another_one() =>
        RuleCheck.DoesNotTrigger("SCHED-02", Spawned("#2 a starts\n #2 a returns\n" + Ended + "@9 main slept\n main returns"));

    [Fact]
    public void Slot_may_be_passed_over_when_a_timer_woke_into_it() =>
        RuleCheck.Passes(
            "SCHED-02",
            TraceText.Lazy(
                "x = async { sleep 5; a = async { }; h = spawn a; b = async { c = async { d = async { }; k = spawn d }; j = spawn c }; g = spawn b }\nf = spawn x\nsleep 9",
                "main starts\n main makes x\n main made x\n main makes f\n main made f\n main sleeps\n #1 x starts\n #1 x sleeps\n"
                    + "@5 #1 x slept\n #1 x makes a\n #1 x made a\n #1 x makes h\n #1 x made h\n #1 x makes b\n #1 x made b\n #1 x makes g\n #1 x made g\n #1 x returns\n"
                    + "#1 b starts\n #1 b makes c\n #1 b made c\n #1 b makes j\n #1 b made j\n #1 b returns\n"
                    + "#1 c starts\n #1 c makes d\n #1 c made d\n #1 c makes k\n #1 c made k\n #1 c returns\n"
                    + "#1 a starts\n #1 a returns\n #1 d starts\n #1 d returns\n @9 main slept\n main returns",
                workers: 2
            ),
            2
        );

    [Fact]
    public void Queued_task_that_is_stolen_passes() =>
        RuleCheck.Passes(
            "SCHED-03",
            Spawned("#2 a starts\n #2 a returns\n" + Ended + "#1 b starts\n #1 b returns\n @9 main slept\n main returns"),
            1
        );

    [Fact]
    public void Queued_task_that_waits_while_a_worker_is_idle_fails() =>
        RuleCheck.Fails(
            "SCHED-03",
            Spawned(Ended + "#1 b starts\n #1 b returns\n #1 a starts\n #1 a returns\n @9 main slept\n main returns"),
            "\"h\" waited in a queue from time 0 to 5 though a worker was idle; expected the idle worker to take it."
        );

    [Fact]
    public void Queued_task_may_wait_while_every_worker_is_busy() =>
        RuleCheck.Passes(
            "SCHED-03",
            TraceText.Lazy(
                Nested.Replace("sleep 9", "c = async { compute 5 }\nj = spawn c\nsleep 9", StringComparison.Ordinal),
                Made.Replace(
                    "main sleeps",
                    "main makes c\n main made c\n main makes j\n main made j\n main sleeps\n #2 c starts\n #2 c computes",
                    StringComparison.Ordinal
                )
                    + Ended
                    + "#1 b starts\n #1 b returns\n #2 c computed\n #2 c returns\n #2 a starts\n #2 a returns\n @9 main slept\n main returns",
                workers: 2
            ),
            2
        );
}
