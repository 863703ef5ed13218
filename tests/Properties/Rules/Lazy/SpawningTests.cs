using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class SpawningTests
{
    private const string Begin = "main starts\n main makes a\n main made a\n main makes h\n main made h\n";
    private const string Slept = "a = async { }\nh = spawn a\nsleep 1";
    private const string Dropped = "a = async { sleep 5 }\nh = spawn a\nsleep 1\ndrop h\nsleep 9";
    private const string DroppedAtOnce = "a = async { }\nh = spawn a\ndrop h\nsleep 1";
    private const string Aborted = "a = async { sleep 5 }\nh = spawn a\nsleep 1\nabort h\ntry { await h } catch e { }";
    private const string AbortedAtOnce = "a = async { }\nh = spawn a\nabort h\ntry { await h } catch e { }";
    private const string AbortedLate = "a = async { return 1 }\nh = spawn a\nsleep 1\nabort h\nawait h";
    private const string Until = Begin + "main sleeps\n a starts\n a sleeps\n @1 main slept\n";

    private static Trace Lazy(string program, string events, int workers = 1) => TraceText.Lazy(program, Begin + events, workers);

    [Fact]
    public void Task_that_runs_while_its_spawner_sleeps_passes() =>
        RuleCheck.Passes("SPAWN-01", Lazy(Slept, "main sleeps\n a starts\n a returns\n @1 main slept\n main returns"), 1);

    [Fact]
    public void Task_that_does_not_run_unawaited_fails() =>
        RuleCheck.Fails(
            "SPAWN-01",
            Lazy(Slept, "main sleeps\n @1 main slept\n main returns"),
            "\"a\" had not started when the runtime had nothing else to do; expected a spawned task to run without being awaited."
        );

    [Fact]
    public void Task_of_a_runtime_that_gets_no_control_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SPAWN-01", Lazy("a = async { }\nh = spawn a", "main returns"));

    [Fact]
    public void Task_that_starts_after_its_spawner_suspends_passes() =>
        RuleCheck.Passes("SPAWN-02", Lazy(Slept, "main sleeps\n a starts\n a returns"), 1);

    [Fact]
    public void Task_that_starts_inside_the_spawn_fails() =>
        RuleCheck.Fails(
            "SPAWN-02",
            TraceText.Lazy(
                Slept,
                "main starts\n main makes a\n main made a\n main makes h\n a starts\n a returns\n main made h\n main sleeps\n @1 main slept\n main returns"
            ),
            "\"a\" ran inside the spawn by \"main\"; expected it to wait until \"main\" suspends."
        );

    [Fact]
    public void Program_without_tasks_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SPAWN-02", TraceText.Lazy("yield", "main starts\n main yields\n main yielded\n main returns"));

    [Fact]
    public void Task_that_starts_on_another_worker_passes() =>
        RuleCheck.Passes("SPAWN-03", Lazy(Slept, "#1 a starts\n #1 a returns\n main sleeps\n @1 main slept\n main returns", workers: 2), 1);

    [Fact]
    public void Body_that_runs_before_the_spawn_fails() =>
        RuleCheck.Fails(
            "SPAWN-03",
            TraceText.Lazy(
                Slept,
                "main starts\n main makes a\n main made a\n #1 a starts\n #1 a returns\n main makes h\n main made h\n main returns",
                workers: 2
            ),
            "\"a\" ran before it was spawned as \"h\"; expected nothing to run before the spawn."
        );

    [Fact]
    public void Task_that_never_starts_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SPAWN-03", Lazy("a = async { }\nh = spawn a", "main returns", workers: 2));

    [Fact]
    public void Task_that_outlives_its_handle_passes() =>
        RuleCheck.Passes(
            "SPAWN-04",
            TraceText.Lazy(
                Dropped,
                Until + "main drops h\n main dropped h\n main sleeps\n @5 a slept\n a returns\n @10 main slept\n main returns"
            ),
            1
        );

    [Fact]
    public void Task_that_dies_with_its_handle_fails() =>
        RuleCheck.Fails(
            "SPAWN-04",
            TraceText.Lazy(Dropped, Until + "main drops h\n main dropped h\n main sleeps\n a dies\n @10 main slept\n main returns"),
            "\"a\" was cancelled when its handle \"h\" was dropped; expected it to go on: dropping a handle detaches."
        );

    [Fact]
    public void Task_that_never_starts_after_its_handle_was_dropped_fails() =>
        RuleCheck.Fails(
            "SPAWN-04",
            Lazy(DroppedAtOnce, "main drops h\n main dropped h\n main sleeps\n @1 main slept\n main returns"),
            "\"a\" never ran after its handle \"h\" was dropped; expected it to go on: dropping a handle detaches."
        );

    [Fact]
    public void Task_spawned_after_the_end_of_main_need_not_run() =>
        RuleCheck.DoesNotTrigger(
            "SPAWN-04",
            TraceText.Lazy(
                "b = async { a = async { } ; h = spawn a ; drop h ; sleep 1 }\ng = spawn b\nyield",
                "main starts\n main makes b\n main made b\n main makes g\n main made g\n main yields\n main yielded\n main returns\n "
                    + "b starts\n b makes a\n b made a\n b makes h\n b made h\n b drops h\n b dropped h\n b sleeps\n @1 b slept\n b returns"
            )
        );

    [Fact]
    public void Task_dropped_at_the_end_of_main_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "SPAWN-04",
            TraceText.Lazy(Dropped, Until + "main drops h\n main dropped h\n main sleeps\n @10 main slept\n main returns\n a dies")
        );

    [Fact]
    public void Suspended_task_dropped_after_abort_passes() =>
        RuleCheck.Passes("SPAWN-05", AbortedTask("main aborted h\n main awaits h\n a dies\n main got h ! cancelled\n main returns"), 2);

    [Fact]
    public void Suspended_task_dropped_inside_abort_fails() =>
        RuleCheck.Fails(
            "SPAWN-05",
            AbortedTask("a dies\n main aborted h\n main awaits h\n main got h ! cancelled\n main returns"),
            "\"a\" was dropped inside abort; expected it to be dropped when the scheduler next runs it."
        );

    [Fact]
    public void Suspended_task_that_goes_on_after_abort_fails() =>
        RuleCheck.Fails(
            "SPAWN-05",
            AbortedTask("main aborted h\n main awaits h\n @5 a slept\n a returns\n main got h\n main returns"),
            "\"a\" went on though it had been aborted while suspended; expected it to be dropped where it was."
        );

    [Fact]
    public void Unpolled_task_that_starts_after_abort_fails() =>
        RuleCheck.Fails(
            "SPAWN-05",
            Lazy(AbortedAtOnce, "main aborts h\n main aborted h\n main awaits h\n a starts\n a returns\n main got h\n main returns"),
            "\"a\" started though it had been aborted before its first poll; expected its body never to run."
        );

    [Fact]
    public void Unpolled_task_that_gives_a_value_after_abort_fails() =>
        RuleCheck.Fails(
            "SPAWN-05",
            Lazy(AbortedAtOnce, "main aborts h\n main aborted h\n main awaits h\n main got h = 1\n main returns"),
            "\"h\" gave 1 though \"a\" was aborted and never completed; expected the error cancelled."
        );

    [Fact]
    public void Abort_after_completion_that_cancels_fails() =>
        RuleCheck.Fails(
            "SPAWN-05",
            Lazy(
                AbortedLate,
                "main sleeps\n a starts\n a returns 1\n @1 main slept\n main aborts h\n main aborted h\n main awaits h\n main got h ! cancelled\n main throws cancelled"
            ),
            "\"h\" gave cancelled though \"a\" had completed with 1; expected abort to have no effect after completion."
        );

    [Fact]
    public void Task_that_nobody_aborts_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SPAWN-05", Lazy(Slept, "main sleeps\n a starts\n a returns\n @1 main slept\n main returns"));

    private static Trace AbortedTask(string events) => TraceText.Lazy(Aborted, Until + "main aborts h\n" + events);
}
