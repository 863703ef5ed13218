using Conformance.Implementations.Asyncio;
using Conformance.Implementations.DotNetTasks;
using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Implementations.NodeJs;
using Conformance.Implementations.Protocol;
using Conformance.Implementations.Tokio;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Benchmarks;

/// <summary>The named workloads of <c>conformance bench</c>.</summary>
/// <remarks>
/// "Bare" is a reference runtime under a random schedule, without trace and rules. "Checked" is the same program interpreted,
/// traced and checked by every applicable rule that the runtime is to keep, but for the model; "modelled", by the model too. Where it names
/// another runtime, it runs in a process of that, through the adapter protocol.
/// </remarks>
public static class Workloads
{
    /// <summary>
    /// All that can be measured on this machine, each when it is called; cancelled, it throws <see cref="OperationCanceledException"/>.
    /// </summary>
    public static IEnumerable<Func<CancellationToken, BenchResult>> All =>
        Embedded.Concat(Processes.Where(process => process.Missing() is null).Select(process => process.Measure));

    private static IReadOnlyList<(Func<string?> Missing, Func<CancellationToken, BenchResult> Measure)> Processes { get; } =
    [
        (
            () => NodeJsRuntime.Missing,
            cancel => ThroughProcess("promises-3x5-nodejs", NodeJsRuntime.Create, WorkloadPrograms.Promises(3, 5), cancel)
        ),
        (
            () => TokioRuntime.Missing,
            cancel => ThroughProcess("spawn-3x5-tokio", TokioRuntime.CurrentThread, WorkloadPrograms.Spawn(3, 5), cancel)
        ),
        (
            () => AsyncioRuntime.Missing,
            cancel => ThroughProcess("spawn-3x5-asyncio", AsyncioRuntime.Create, WorkloadPrograms.Spawn(3, 5), cancel)
        ),
    ];

    private static IReadOnlyList<Func<CancellationToken, BenchResult>> Embedded { get; } =
    [
        cancel => Stopwatches.Measure("tasks-3x5", false, new TaskWorkload(3, 5, counting: true).Execute, cancel),
        cancel => Stopwatches.Measure("spawn-10x10", false, new TaskWorkload(10, 10, counting: false).Execute, cancel),
        cancel => Stopwatches.Measure("promises-10x3", false, new PromiseWorkload().Execute, cancel),
        cancel => Checked("spawn-10x10-checked", ExecutorRuntime.CurrentThread(), WorkloadPrograms.Spawn(10, 10), cancel),
        cancel => Checked("promises-10x3-checked", new EventLoopRuntime(), WorkloadPrograms.Promises(10, 3), cancel),
        cancel => Checked("spawn-10x10-modelled", ExecutorRuntime.CurrentThread(), WorkloadPrograms.Spawn(10, 10), cancel, modelled: true),
        cancel => Checked("promises-10x3-modelled", new EventLoopRuntime(), WorkloadPrograms.Promises(10, 3), cancel, modelled: true),
        cancel => Checked("tasks-10x3-checked", new DotNetTasksRuntime(), WorkloadPrograms.Promises(10, 3), cancel),
        cancel => CheckOnly("check-100-events", WorkloadPrograms.Spawn(4, 9), cancel),
        cancel => CheckOnly("check-10000-events", WorkloadPrograms.Spawn(48, 100), cancel),
    ];

    private static BenchResult Checked(string name, IRuntime runtime, Program program, CancellationToken cancel, bool modelled = false)
    {
        var judge = new Judge(runtime, Rules(modelled).Where(rule => runtime.Expectations.OfRule(rule.Info.Id) is null));
        var code = Code.Of(program);
        var scheduler = new Scheduler(new RandomWalk());
        var announced = 0UL;
        return Stopwatches.Measure(
            name,
            true,
            seed =>
            {
                while (announced < seed + (ulong)runtime.Lookahead)
                    runtime.Announce(code, ++announced);
                var ending = judge.Run(code, scheduler, seed);
                if (ending != Ending.Completed || judge.Checker.Violations.Count > 0)
                    throw new InvalidOperationException(
                        $"The workload \"{name}\" ended {ending} {judge.Fault} with {judge.Checker.Violations.Count} violations."
                    );
                return judge.Trace.Count;
            },
            cancel
        );
    }

    private static IEnumerable<Rule> Rules(bool modelled) => Catalogue.Create().Where(rule => modelled || rule is not ModelRule);

    private static BenchResult ThroughProcess(string name, Func<ProcessRuntime> start, Program program, CancellationToken cancel)
    {
        using var runtime = start();
        return Checked(name, runtime, program, cancel);
    }

    // The rules alone, on one recorded trace: what an event costs must not depend on how many there are.
    private static BenchResult CheckOnly(string name, Program program, CancellationToken cancel)
    {
        var runtime = ExecutorRuntime.CurrentThread();
        var trace = new Trace();
        var scheduler = new Scheduler(new RandomWalk());
        scheduler.Begin(1);
        runtime.Run(Code.Of(program), scheduler, trace, RunOptions.Default);
        var checker = new Checker(Rules(modelled: false), runtime.Description);
        return Stopwatches.Measure(
            name,
            true,
            _ =>
            {
                checker.Check(trace);
                return trace.Count;
            },
            cancel
        );
    }
}
