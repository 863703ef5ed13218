namespace Conformance.Reference.Executor;

/// <summary>
/// A worker of the multi-thread runtime. The task that its current one made ready last runs next, from a slot that nobody steals, but
/// not more than three times in a row; then its own queue, the global queue, other workers' queues; then it turns the driver.
/// </summary>
internal sealed class Worker(MultiThreadScheduler scheduler, int index) : Lane((short)(index + 1))
{
    private const int MostInARow = 3;
    private TaskCell? next;
    private int inARow;
    private int tick;

    /// <summary>What others may steal.</summary>
    internal RunQueue Queue { get; } = new();

    /// <summary>Tasks that gave way, ready again after the driver's turn.</summary>
    internal RunQueue Deferred { get; } = new();

    /// <summary>Wakers of what gave way and is read by several tasks, called after the driver's turn.</summary>
    internal Queue<Waker> Kept { get; } = new();

    internal override bool TurnsDriver => true;

    internal override bool HasTask =>
        next is not null
        || Queue.Count > 0
        || Deferred.Count > 0
        || Kept.Count > 0
        || scheduler.Global.Count > 0
        || Victim() is not null
        || scheduler.Runtime.Timers.Next <= scheduler.Runtime.Now;

    /// <summary>Puts a task into the slot; the one that was there goes to the end of the queue.</summary>
    internal void PushNext(TaskCell task)
    {
        if (scheduler.Runtime.Faults.Is(ExecutorFault.WorkersWithoutSlot))
        {
            Queue.Push(task);
            return;
        }

        if (next is not null)
            Queue.Push(next);
        next = task;
    }

    internal override TaskCell? Next()
    {
        if (index == scheduler.Runtime.Workers)
            _ = scheduler.Runtime.Faults.Is(ExecutorFault.OneWorkerTooMany);
        if (next is { } task)
        {
            next = null;
            if (inARow++ < MostInARow)
                return task;
            Queue.Push(task);
        }

        inARow = 0;
        if (++tick == Scheduler.EventInterval)
        {
            Park();
            if (scheduler.Global.Count > 0)
                return scheduler.Global.RemoveAt(0);
        }

        if (Queue.Count > 0)
            return Queue.RemoveAt(0);
        if (scheduler.Global.Count > 0)
            return scheduler.Global.RemoveAt(0);
        if (Victim() is { } victim)
            return Steal(victim);
        Park();
        return null;
    }

    internal override void Reset()
    {
        base.Reset();
        Number = (short)(index + 1);
        next = null;
        tick = 0;
        inARow = 0;
        Queue.Clear();
        Deferred.Clear();
        Kept.Clear();
    }

    private Worker? Victim()
    {
        var workers = scheduler.Workers;
        for (var i = 1; i < workers.Length; i++)
        {
            var other = workers[(index + i) % workers.Length];
            if (other.Queue.Count > 0 && !scheduler.Runtime.Faults.Is(ExecutorFault.WorkersNeverSteal))
                return other;
        }

        return null;
    }

    private TaskCell Steal(Worker victim)
    {
        var stolen = (victim.Queue.Count + 1) / 2;
        for (var i = 1; i < stolen; i++)
            Queue.Push(victim.Queue.RemoveAt(0));
        return victim.Queue.RemoveAt(0);
    }

    private void Park()
    {
        tick = 0;
        scheduler.Runtime.Timers.FireDue();
        while (Deferred.Count > 0)
        {
            var task = Deferred.RemoveAt(0);
            if (task.TryReady())
                Queue.Push(task);
        }

        for (var count = Kept.Count; count > 0; count--)
            Kept.Dequeue().Wake();
    }
}
