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

/// <summary>Jobs that drive a computation, in the model.</summary>
public sealed class DrivingTests
{
    private const string Sleeper =
        "x = async { sleep 10\nlog \"x\" }\nj = blocking { block-on x\nlog \"j\" }\nsleep 5\ncompute 9\nlog \"m\"";
    private const string Waiter = "n = notify\nw = notified n\nj = blocking { block-on w }\nsleep 5";

    private const string Begun =
        "main starts\n main makes x\n main made x\n main makes j\n main made j\n main sleeps\n #1 j starts\n #1 j drives x\n #1 x starts\n #1 x sleeps\n";
    private const string Waits =
        "main starts\n main makes n\n main made n\n main makes w\n main made w\n main makes j\n main made j\n main sleeps\n #1 j starts\n #1 j drives w\n #1 w polls 1\n #1 w pends 1\n";

    [Fact]
    public void What_a_job_drives_runs_on_its_thread_and_waits_for_the_workers_timers() =>
        Guard(
                Sleeper,
                $"{Begun} @5 main slept\n main computes\n @14 main computed\n main logs m\n main returns\n #1 x panics shut down\n #1 j panics shut down"
            )
            .ShouldBeNull();

    [Fact]
    public void Timeout_that_a_job_drives_never_elapses_when_the_runtime_has_shut_down()
    {
        var code = Code.Of(
            ProgramParser.Load(
                """
                program lazy {
                  b = async {
                    a = async {
                      yield
                      log "ran"
                    }
                    timeout 1 a
                    log "after"
                  }
                  j = blocking {
                    block-on b
                  }
                }
                """
            )
        );
        var runtime = ExecutorRuntime.CurrentThread();
        var checker = new ModelChecker();
        var scheduler = new Scheduler(new RandomWalk());
        var trace = new Trace();
        var panics = 0;
        for (var seed = 1UL; seed <= 100; seed++)
        {
            scheduler.Begin(seed);
            runtime.Run(code, scheduler, trace, RunOptions.Default);
            checker.Check(trace).ShouldBeNull();
            foreach (ref readonly var item in trace.Events)
                panics += item.Kind == EventKind.Completed && item.Outcome == Outcome.Panic ? 1 : 0;
        }

        panics.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("yield", "main yields\n main yielded\n", null)]
    [InlineData("", "", "MEMO-04")]
    public void Sleep_as_a_task_has_ended_before_the_shutdown_if_the_worker_had_its_turn(string last, string lines, string? guard) =>
        Guard(
                $"s = sleep 0\nh = spawn s\nx = async {{ await h }}\nj = blocking {{ compute 10\nblock-on x }}\n{last}",
                "main starts\n main makes s\n main made s\n main makes h\n main made h\n main makes x\n main made x\n main makes j\n "
                    + $"main made j\n #1 j starts\n #1 j computes\n {lines} main returns\n @10 #1 j computed\n #1 j drives x\n "
                    + "#1 x starts\n #1 x awaits h\n #1 x got h\n #1 x returns\n #1 j drove x\n #1 j returns"
            )
            .ShouldBe(guard);

    [Fact]
    public void Timers_are_not_noticed_while_the_worker_computes() =>
        Guard(Sleeper, $"{Begun} @5 main slept\n main computes\n @10 #1 x slept").ShouldBe("POLL-02");

    [Fact]
    public void Driven_body_on_a_workers_thread_is_rejected() =>
        Guard(Sleeper, Begun.Replace("#1 x", "x", StringComparison.Ordinal)).ShouldNotBeNull();

    [Fact]
    public void Drive_that_nobody_can_end_is_given_up_after_the_main_body() =>
        Guard(Waiter, $"{Waits} @5 main slept\n main returns\n #1 w dies\n #1 j panics shut down").ShouldBeNull();

    [Fact]
    public void Drive_is_not_given_up_before() => Guard(Waiter, $"{Waits} #1 w dies").ShouldBe("CANC-01");

    [Fact]
    public void End_with_a_drive_under_way_is_rejected() => Guard(Waiter, $"{Waits} @5 main slept\n main returns").ShouldBe("MODEL-01");

    [Fact]
    public void Counter_of_the_main_body_and_of_what_a_job_drives_grows_at_any_moment() =>
        Guard(
                "let n = 1\nx = async { log \"x\" n }\nj = blocking { block-on x }\nn += 2",
                "main starts\n main makes x\n main made x\n main makes j\n #1 j starts\n main made j\n #1 j drives x\n #1 x starts\n #1 x logs x 3\n #1 x returns\n #1 j drove x\n #1 j returns\n main returns"
            )
            .ShouldBeNull();

    private static string? Guard(string program, string events) => new ModelChecker().Check(TraceText.Lazy(program, events))?.Guard;
}
