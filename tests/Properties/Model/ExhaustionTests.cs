using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>What the references come to under every schedule, against what the model can come to.</summary>
public sealed class ExhaustionTests
{
    private const int Configurations = 40_000;
    private const int Executions = 8_000;

    // Where the model leaves open what the references have settled for themselves.
    private static readonly Dictionary<string, string> Settled = new()
    {
        ["tmo-01-expired-but-not-yet-noticed"] =
            "whether a timer that is first polled after its deadline is ready: those of async-io ask the clock; the reference's, as Tokio's, ask "
            + "how far the driver has come, and in the reference nothing turns that during the poll (of the real Tokio's workers another one may)",
        ["work-02-the-rest-comes-with-the-exit"] =
            "whether a worker's exit is noticed with its last messages or after them, when all are there: Node.js 20 shows both, the latter with the first "
            + "worker of a process; the reference takes notice of the exit with them",
        ["abort-02-a-signal-that-follows-may-know-late"] =
            "whether an abort reaches the signals that follow before the listeners run, as in the DOM Standard and the reference, or after those of "
            + "the source, as Node.js 20 shows",
        ["sched-03-a-busy-workers-queue-is-stolen-from"] =
            "whether what a task has spawned last can be stolen while that task holds its worker: the reference's slot is Tokio's, which nobody "
            + "steals from (\"not currently stealable\", Builder::disable_lifo_slot)",
    };

    // With two workers nearly every program of several tasks has more schedules than are run here.
    private static readonly HashSet<string> TooManySchedules =
    [
        "block-03-jobs-start-in-order",
        "block-05-shutdown-ends-what-jobs-drive",
        "model-01-exits-come-together",
        "pool-01-the-fifth-job-waits",
        "pool-02-the-network-needs-no-thread",
        "sched-08-timers-are-served-under-load",
        "work-02-messages-arrive-in-order",
    ];

    public static TheoryData<string> Names =>
        [.. LitmusLibrary.Load().Where(litmus => ModelChecker.Covers(Code.Of(litmus.Program))).Select(litmus => litmus.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reference_under_every_schedule_comes_to_what_the_model_can_come_to(string name)
    {
        var code = Code.Of(LitmusLibrary.Load().Single(litmus => litmus.Name == name).Program);
        var settled = false;
        foreach (var runtime in Runtimes(code))
        {
            var (seen, whole) = Explore(runtime, code);
            var all = Enumeration.Of(code, runtime.Description, Configurations);
            var where = $"{name} on {runtime.Description.Name}";
            all.IsComplete.ShouldBeTrue(where);
            seen.Except(all.Outcomes).ShouldBeEmpty($"{where}: the model cannot come to these.");
            if (runtime.Description is { Workers: 1, Clock: ClockKind.Virtual })
                whole.ShouldBe(!TooManySchedules.Contains(name), where);
            var unseen = whole ? all.Outcomes.Except(seen).ToList() : [];
            settled |= unseen.Count > 0;
            if (!Settled.ContainsKey(name))
                unseen.ShouldBeEmpty($"{where}: the reference never comes to these.");
        }

        settled.ShouldBe(Settled.ContainsKey(name));
    }

    private static (HashSet<Observed> Seen, bool Whole) Explore(IRuntime runtime, Code code)
    {
        var seen = new HashSet<Observed>();
        var schedules = new Exhaustive();
        var scheduler = new Scheduler(schedules);
        var trace = new Trace();
        for (var executions = 0; executions < Executions; executions++)
        {
            scheduler.Begin(0);
            runtime.Run(code, scheduler, trace, RunOptions.Default);
            seen.Add(Observed.Of(trace));
            if (!schedules.MoveNext())
                return (seen, true);
        }

        return (seen, false);
    }

    // A clock that is not paused cannot be advanced.
    private static IEnumerable<IRuntime> Runtimes(Code code) =>
        code.Program.Dialect == Dialect.Eager ? [new EventLoopRuntime()]
        : code.Has(Op.Advance) ? [ExecutorRuntime.PausedCurrentThread()]
        : [ExecutorRuntime.CurrentThread(), ExecutorRuntime.MultiThread(), ExecutorRuntime.PausedCurrentThread()];
}
