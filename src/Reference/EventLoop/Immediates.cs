namespace Conformance.Reference.EventLoop;

/// <summary>The callbacks of the check phase. What is added while the phase runs waits for the next one.</summary>
/// <remarks>Source: nodejs/node lib/internal/timers.js, processImmediate.</remarks>
internal sealed class Immediates(EventLoop loop)
{
    private List<ImmediateHandle> waiting = [];
    private List<ImmediateHandle> running = [];

    /// <summary>How many still wait.</summary>
    internal int Count { get; private set; }

    internal ImmediateHandle Add(Job job)
    {
        var handle = new ImmediateHandle(this, job);
        waiting.Add(handle);
        Count++;
        return handle;
    }

    internal void Forget() => Count--;

    internal void Run()
    {
        if (waiting.Count == 0)
            return;
        (waiting, running) = (running, waiting);
        foreach (var handle in running)
        {
            if (handle.Take() is not { } job)
                continue;
            Count--;
            loop.Call(job);
        }

        running.Clear();
        if (waiting.Count > 0 && loop.Faults.Is(EventLoopFault.NestedImmediatesAtOnce))
            Run();
    }

    internal void Clear()
    {
        waiting.Clear();
        running.Clear();
        Count = 0;
    }
}
