using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;

namespace Conformance.Tests.Properties.Executor;

/// <summary>A simulated runtime in its own order, and a log.</summary>
public abstract class ExecutorTest
{
    protected List<string> Log { get; } = [];

    protected Runtime Runtime { get; } = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices() });

    /// <summary>Logs its name, then again after that long; a guard logs when it is left.</summary>
    protected async Future<int> Guarded(string name, long milliseconds)
    {
        try
        {
            Log.Add(name);
            await Runtime.Sleep(milliseconds);
            Log.Add($"{name} woke");
            return (int)milliseconds;
        }
        finally
        {
            Log.Add($"{name} left");
        }
    }

    protected async Future<int> Fails(string message, long milliseconds)
    {
        await Runtime.Sleep(milliseconds);
        throw new InvalidOperationException(message);
    }

    protected async Future<int> Panics(string message, long milliseconds)
    {
        await Runtime.Sleep(milliseconds);
        throw new PanicException(message);
    }

    protected static bool IsReady(Future future) => future.PollWith(new CountingWaker()).IsReady;

    /// <summary>Runs it as a task beside another that logs "other" once: that one has its turn first if this spends the budget of its first poll.</summary>
    protected async Future BesideAnother(Future future)
    {
        var task = Runtime.Spawn(future);
        var other = Runtime.Spawn(Other());
        await task;
        await other;

        async Future Other()
        {
            Log.Add("other");
            await Future.YieldNow();
        }
    }

    /// <summary>Polls it once, so that it is suspended.</summary>
    protected static T Polled<T>(T future)
        where T : Future
    {
        _ = future.PollWith(new CountingWaker());
        return future;
    }
}
