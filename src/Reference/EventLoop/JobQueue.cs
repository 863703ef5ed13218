namespace Conformance.Reference.EventLoop;

/// <summary>A first-in, first-out queue in a ring that grows and is reused (ECMA-262, HostEnqueuePromiseJob: jobs run in the order they were enqueued).</summary>
internal sealed class JobQueue
{
    // A struct around the reference spares the type check of a store into an array of a class that has subclasses.
    private Slot[] ring = new Slot[64];
    private int head;
    private int count;

    internal int Count => count;

    internal void Enqueue(Job job)
    {
        if (count == ring.Length)
            Grow();
        ring[(head + count) & (ring.Length - 1)].Job = job;
        count++;
    }

    /// <summary>Takes the oldest job; the queue must not be empty.</summary>
    internal Job Dequeue()
    {
        ref var slot = ref ring[head];
        head = (head + 1) & (ring.Length - 1);
        count--;
        var job = slot.Job;
        slot.Job = null!;
        return job;
    }

    /// <summary>Takes the newest job: only a fault does so.</summary>
    internal Job DequeueNewest()
    {
        count--;
        ref var slot = ref ring[(head + count) & (ring.Length - 1)];
        var job = slot.Job;
        slot.Job = null!;
        return job;
    }

    internal void Clear()
    {
        if (count > 0)
            Array.Clear(ring);
        head = 0;
        count = 0;
    }

    private void Grow()
    {
        var larger = new Slot[ring.Length * 2];
        for (var i = 0; i < count; i++)
            larger[i] = ring[(head + i) & (ring.Length - 1)];
        ring = larger;
        head = 0;
    }

    private struct Slot
    {
        internal Job Job;
    }
}
