using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// The futures that each task is dropping, in their order. What the drop of one causes comes before what waits in the queue: it is set
/// aside meanwhile, and put back behind.
/// </summary>
internal sealed class DropQueues
{
    private Link[] links = [];
    private int count;

    /// <summary>Forgets all; tasks and futures are numbered from 0.</summary>
    public void Begin(int size)
    {
        count = size;
        Fit();
        links.AsSpan(0, count).Fill(new Link { First = -1 });
    }

    /// <summary>Takes over the queues of another configuration.</summary>
    public void CopyFrom(DropQueues other)
    {
        count = other.count;
        Fit();
        Array.Copy(other.links, links, count);
    }

    /// <summary>Writes the queue of a task.</summary>
    public void Write(KeyWriter key, int task)
    {
        for (var future = FirstOf(task); future >= 0; future = After(future))
            key.Add(future);
        key.Add(-1);
    }

    /// <summary>Whether a task drops nothing.</summary>
    public bool IsEmpty(int task) => links[task].First < 0;

    /// <summary>What a task drops now, or -1.</summary>
    public int FirstOf(int task) => links[task].First;

    /// <summary>What comes after a future in its queue, or -1.</summary>
    public int After(int future) => links[future].Next;

    /// <summary>Puts a future at the end of the queue.</summary>
    public void Add(int task, int future)
    {
        ref var queue = ref links[task];
        links[future].Next = -1;
        if (queue.First < 0)
            queue.First = future;
        else
            links[queue.Last].Next = future;
        queue.Last = future;
    }

    /// <summary>What a task drops is gone.</summary>
    public void RemoveFirst(int task) => links[task].First = links[links[task].First].Next;

    /// <summary>Takes all out of the queue, so that what comes next is dropped before it.</summary>
    public (int First, int Last) SetAside(int task)
    {
        ref var queue = ref links[task];
        var rest = (queue.First, queue.Last);
        queue.First = -1;
        return rest;
    }

    /// <summary>What was set aside comes behind what is in the queue now.</summary>
    /// <returns>Whether anything has come before it.</returns>
    public bool PutBack(int task, (int First, int Last) rest)
    {
        ref var queue = ref links[task];
        if (queue.First < 0)
        {
            (queue.First, queue.Last) = rest;
            return false;
        }

        if (rest.First >= 0)
            (links[queue.Last].Next, queue.Last) = rest;
        return true;
    }

    private void Fit()
    {
        if (links.Length < count)
            links = new Link[Math.Max(count, 16) * 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Link
    {
        /// <summary>Of a task: what it drops first, or -1.</summary>
        public int First;

        /// <summary>Of a task: what it drops last.</summary>
        public int Last;

        /// <summary>Of a future: what is dropped after it, or -1.</summary>
        public int Next;
    }
}
