using Conformance.Reference.EventLoop;

namespace Conformance.Runner.Benchmarks;

/// <summary><c>promises-10x3</c>: ten async functions of three awaits under <c>all</c>, on the bare event loop.</summary>
internal sealed class PromiseWorkload
{
    private const int Functions = 10;
    private const int Awaits = 3;
    private readonly SeededChoices choices = new();
    private readonly EventLoop loop;
    private readonly Promise<int>[] promises = new Promise<int>[Functions];

    /// <summary>A workload with a loop of its own.</summary>
    public PromiseWorkload() => loop = EventLoop.Simulated(choices);

    /// <summary>Runs it once.</summary>
    public int Execute(ulong seed)
    {
        choices.Begin(seed);
        loop.Reset();
        var results = loop.Run(Main);
        if (results.Length != Functions || results[^1] != Functions - 1)
            throw new InvalidOperationException("The workload computed something else.");
        return Functions * Awaits;
    }

    private async Promise<int[]> Main()
    {
        for (var i = 0; i < Functions; i++)
            promises[i] = Step(i);
        return await Promise.All(promises.AsSpan());
    }

    private static async Promise<int> Step(int number)
    {
        for (var i = 0; i < Awaits; i++)
            await Promise.Resolve();
        return number;
    }
}
