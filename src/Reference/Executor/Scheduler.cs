namespace Conformance.Reference.Executor;

/// <summary>Decides which ready task is polled next, and on which thread.</summary>
internal abstract class Scheduler
{
    /// <summary>How many tasks are polled before the driver gets a turn although there are more.</summary>
    /// <remarks>Tokio: <c>Builder::event_interval</c>.</remarks>
    internal const int EventInterval = 61;

    /// <summary>How many budgeted operations one poll of a task may do.</summary>
    internal const int Budget = 128;

    /// <summary>The threads that poll tasks; the first is the one that calls BlockOn.</summary>
    internal abstract Lane[] Lanes { get; }

    /// <summary>The task of BlockOn.</summary>
    internal virtual TaskCell? Root { get; set; }

    /// <summary>A task became ready.</summary>
    /// <param name="task">The task.</param>
    /// <param name="by">The thread that made it ready, or null for a thread that is not the runtime's.</param>
    internal abstract void Push(TaskCell task, Actor? by);

    /// <summary>A task that was polled is ready again: it was woken meanwhile.</summary>
    internal abstract void PushAfterPoll(TaskCell task, Actor? by);

    /// <summary>A task gives way.</summary>
    /// <returns>Whether it is kept until the driver had its turn; if not, it is ready at once.</returns>
    internal abstract bool TryDefer(TaskCell task, Actor? by);

    /// <summary>What is polled on a thread gives way: its waker is called when the driver had its turn.</summary>
    /// <returns>Whether it is kept until then.</returns>
    internal abstract bool TryKeep(Waker waker, Actor? by);

    internal virtual void Reset()
    {
        Root = null;
        foreach (var lane in Lanes)
            lane.Reset();
    }
}
