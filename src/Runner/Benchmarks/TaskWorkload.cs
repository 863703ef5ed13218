using Conformance.Reference.Executor;

namespace Conformance.Runner.Benchmarks;

/// <summary><c>tasks-3x5</c> and <c>spawn-10x10</c>: spawned tasks that yield, all awaited, on the bare current-thread executor.</summary>
internal sealed class TaskWorkload
{
    private readonly SeededChoices choices = new();
    private readonly Runtime runtime;
    private readonly JoinHandle<Unit>[] handles;
    private readonly int yields;
    private readonly bool counting;
    private int logged;

    /// <summary>A workload with a runtime of its own.</summary>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="yields">How often each yields.</param>
    /// <param name="counting">Whether each logs, into a counter, before it yields.</param>
    public TaskWorkload(int tasks, int yields, bool counting)
    {
        runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = choices });
        handles = new JoinHandle<Unit>[tasks];
        this.yields = yields;
        this.counting = counting;
    }

    /// <summary>Runs it once.</summary>
    public int Execute(ulong seed)
    {
        choices.Begin(seed);
        logged = 0;
        runtime.BlockOn(Main());
        runtime.Reset();
        if (counting && logged != handles.Length * yields)
            throw new InvalidOperationException("The workload did something else.");
        return handles.Length * (yields + 1);
    }

    private async Future Main()
    {
        for (var i = 0; i < handles.Length; i++)
            handles[i] = runtime.Spawn(Step());
        foreach (var handle in handles)
            await handle;
    }

    private async Future Step()
    {
        for (var i = 0; i < yields; i++)
        {
            if (counting)
                logged++;
            await Future.YieldNow();
        }
    }
}
