using Conformance.Implementations.Asyncio;
using Conformance.Implementations.DotNetTasks;
using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Implementations.Model;
using Conformance.Implementations.Mutants;
using Conformance.Implementations.NodeJs;
using Conformance.Implementations.Tokio;
using Conformance.Spec.Runtimes;

namespace Conformance.Implementations;

/// <summary>The runtimes that can be named on the command line.</summary>
public static class RuntimeCatalogue
{
    private static readonly (string Name, Func<IRuntime> Create)[] Entries =
    [
        ("event-loop", () => new EventLoopRuntime()),
        ("executor", ExecutorRuntime.CurrentThread),
        ("executor-paused", ExecutorRuntime.PausedCurrentThread),
        ("executor-multi", () => ExecutorRuntime.MultiThread()),
        ("model-eager", ModelRuntime.Eager),
        ("model-lazy", ModelRuntime.Lazy),
        ("model-lazy-paused", ModelRuntime.LazyPaused),
        ("model-lazy-multi", ModelRuntime.LazyMulti),
        ("event-loop-real", EventLoopRuntime.ForReal),
        ("executor-real", ExecutorRuntime.RealCurrentThread),
        ("executor-multi-real", () => ExecutorRuntime.RealMultiThread()),
        ("dotnet-tasks", () => new DotNetTasksRuntime()),
        ("dotnet-tasks-real", DotNetTasksRuntime.ForReal),
        ("nodejs", NodeJsRuntime.Create),
        ("tokio", TokioRuntime.CurrentThread),
        ("tokio-multi", TokioRuntime.MultiThread),
        ("asyncio", AsyncioRuntime.Create),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>The embedded references: what a campaign checks when nothing is said.</summary>
    public static IReadOnlyList<string> Default { get; } = ["event-loop", "executor", "executor-multi"];

    /// <summary>What makes the runtime of this name, which may also be a mutant's, or null. One instance serves one thread.</summary>
    public static Func<IRuntime>? Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name).Create
        ?? MutantCatalogue.All.FirstOrDefault(mutant => mutant.Name == name)?.Create;

    /// <summary>Why the runtime of this name cannot be had on this machine; null when it can.</summary>
    public static string? Missing(string name) =>
        name switch
        {
            "nodejs" => NodeJsRuntime.Missing,
            "tokio" or "tokio-multi" => TokioRuntime.Missing,
            "asyncio" => AsyncioRuntime.Missing,
            _ => null,
        };
}
