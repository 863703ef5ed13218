namespace Conformance.Reference.Executor;

/// <summary>A ring of tasks that are ready to be polled.</summary>
internal sealed class RunQueue
{
    private TaskCell[] items = new TaskCell[16];
    private int head;

    internal int Count { get; private set; }

    internal void Push(TaskCell task)
    {
        if (Count == items.Length)
            Grow();
        items[(head + Count++) & (items.Length - 1)] = task;
    }

    internal void PushFront(TaskCell task)
    {
        if (Count == items.Length)
            Grow();
        head = (head - 1) & (items.Length - 1);
        items[head] = task;
        Count++;
    }

    /// <summary>Removes the task at a position, 0 being the head, by closing the gap from the nearer end.</summary>
    /// <remarks>A vacant place keeps its last task until it is overwritten or the queue is cleared.</remarks>
    internal TaskCell RemoveAt(int position)
    {
        var mask = items.Length - 1;
        var task = items[(head + position) & mask];
        if (position < Count / 2)
        {
            for (var i = position; i > 0; i--)
                items[(head + i) & mask] = items[(head + i - 1) & mask];
            head = (head + 1) & mask;
        }
        else
        {
            for (var i = position; i < Count - 1; i++)
                items[(head + i) & mask] = items[(head + i + 1) & mask];
        }

        Count--;
        return task;
    }

    internal void Clear()
    {
        Array.Clear(items);
        head = 0;
        Count = 0;
    }

    private void Grow()
    {
        var larger = new TaskCell[items.Length * 2];
        for (var i = 0; i < Count; i++)
            larger[i] = items[(head + i) & (items.Length - 1)];
        items = larger;
        head = 0;
    }
}
