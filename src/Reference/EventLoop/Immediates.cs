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
        // Node.js looks for immediates of its own first, and drains the queues after those.
        if (loop.OwesDrain)
            loop.Drain();
        if (waiting.Count == 0)
            return;
        (waiting, running) = (running, waiting);
        var (next, ran, threw) = (0, false, false);
        while (next < running.Count || (threw && Restart(out next)))
        {
            // A tick that throws ends the drain; the phase goes on with the next callback.
            if (ran)
                ran = loop.DrainBetween();
            if (running[next++].Take() is not { } job)
                continue;
            Count--;
            ran = loop.Execute(job);
            threw = !ran;
            if (threw && loop.Faults.Is(EventLoopFault.UncaughtDropsTheRest))
                DropRest(ref next);
        }

        running.Clear();
        loop.DrainBetween();
        if (waiting.Count > 0 && loop.Faults.Is(EventLoopFault.NestedImmediatesAtOnce))
            Run();
    }

    /// <summary>After an error in the last one the phase begins again, with what was added meanwhile (nodejs/node src/env.cc, CheckImmediate).</summary>
    private bool Restart(out int next)
    {
        next = 0;
        running.Clear();
        (waiting, running) = (running, waiting);
        return running.Count > 0;
    }

    private void DropRest(ref int next)
    {
        while (next < running.Count)
        {
            if (running[next++].Take() is not null)
                Count--;
        }
    }

    internal void Clear()
    {
        waiting.Clear();
        running.Clear();
        Count = 0;
    }
}
