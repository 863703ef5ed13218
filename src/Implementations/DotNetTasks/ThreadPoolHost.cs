using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// What a console program has: no synchronization context, the thread pool, the machine's clock. The calling thread runs main to its first
/// suspension and then waits; whatever goes on does so on threads of the pool.
/// </summary>
internal sealed class ThreadPoolHost : ITaskHost
{
    private readonly Dictionary<int, short> numbers = [];
    private SystemClock clock = new();

    /// <inheritdoc/>
    public TimeProvider Time => TimeProvider.System;

    /// <inheritdoc/>
    public long Now => clock.Now;

    /// <summary>The number of the current thread, in the order of their first events. The recorder asks under its lock.</summary>
    public short Thread
    {
        get
        {
            var id = Environment.CurrentManagedThreadId;
            if (!numbers.TryGetValue(id, out var number))
                numbers.Add(id, number = (short)numbers.Count);
            return number;
        }
    }

    /// <inheritdoc/>
    public void Interleave() { }

    /// <inheritdoc/>
    public void Compute(long milliseconds) => clock.HoldUntil(clock.Now + milliseconds);

    /// <inheritdoc/>
    public Task<Value> Offload(JobSteps job) =>
        Task.Run(() =>
        {
            Value result;
            while (!job.Advance(out var hold, out result))
                Compute(hold);
            return result;
        });

    /// <inheritdoc/>
    public bool Run(Action main, Func<bool> isQuiet, int stepLimit)
    {
        numbers.Clear();
        clock = new SystemClock();
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            main();
            while (!isQuiet())
                clock.HoldUntil(clock.Now + 1);
            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
