namespace Conformance.Reference.Executor;

/// <summary>A thread that polls tasks.</summary>
internal abstract class Lane(short number) : Actor(number)
{
    /// <summary>The task whose poll has conceptually not returned.</summary>
    internal TaskCell? Current { get; private set; }

    internal sealed override bool IsOccupied => Current is not null;

    internal sealed override bool HasWork => Current is not null || HasTask;

    /// <summary>Whether <see cref="Next"/> would get further.</summary>
    internal abstract bool HasTask { get; }

    /// <summary>Takes the next task out of the queues; null when there was none, after turning the driver.</summary>
    internal abstract TaskCell? Next();

    internal sealed override bool Step()
    {
        var task = Current ?? Take();
        if (task is null)
            return false;
        var poll = task.Run();
        Current = poll.IsBusy ? task : null;
        if (poll.IsBusy)
            BusyUntil = poll.Until;
        return true;
    }

    /// <summary>In the middle of a poll in simulation: another thread finishes that, this one goes on with the next task.</summary>
    internal void LeavePollTo(InPlaceThread thread)
    {
        thread.GoOn(Current!, Poll.Busy(BusyUntil));
        (Current, BusyUntil) = (null, 0);
    }

    /// <summary>Takes the next task to poll it.</summary>
    internal TaskCell? Take()
    {
        var task = Next();
        task?.Begin();
        return task;
    }

    internal override void Reset()
    {
        base.Reset();
        Current = null;
    }
}
