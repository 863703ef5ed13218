namespace Conformance.Reference.Executor;

/// <summary>A thread that has handed its worker over and finishes the poll that it is in.</summary>
internal sealed class InPlaceThread(short number) : Actor(number)
{
    private TaskCell? task;

    /// <summary>The worker that it has on offer and may have back, for real.</summary>
    internal Worker? Lent { get; set; }

    internal override bool IsOccupied => task is not null;

    internal override bool HasWork => task is not null;

    /// <summary>Takes over the poll that has conceptually not returned, in simulation.</summary>
    internal void GoOn(TaskCell polled, Poll poll)
    {
        task = poll.IsBusy ? polled : null;
        if (poll.IsBusy)
            BusyUntil = poll.Until;
    }

    internal override bool Step()
    {
        if (task is null)
            return false;
        GoOn(task, task.Run());
        return true;
    }
}
