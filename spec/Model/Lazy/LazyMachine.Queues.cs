namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Which task a worker takes up. Any that is woken, for nobody promises more; an execution that follows the queues goes on
/// with the one that the worker's last poll scheduled last.
/// </content>
internal sealed partial class LazyMachine
{
    /// <summary>
    /// Whether the workers poll nothing more: time has passed since the shutdown began. One that computed then may still take up a task,
    /// but not those that had nothing to do; who follows the queues does not tell them apart.
    /// </summary>
    private bool HasGoneHome => FollowsQueues && shuttingDown && Now > shutDownAt;

    /// <summary>Whether a task is polled by the thread that polls the root: with several workers only they poll tasks.</summary>
    private bool IsPolledByRoot(int k) => Layout.Workers > 1 && k > 0 && !IsJob(k) && tasks[k].Mode == Mode.Polling && tasks[k].Thread == 0;

    /// <summary>Whether the worker on whose thread a task is to go on takes up this one next. What it polls before is not seen, if anything.</summary>
    private bool MayTakeUp(int k)
    {
        if (!FollowsQueues || Layout.Workers == 1 || k == 0 || IsJob(k) || tasks[k].Thread == 0)
            return true;
        for (var other = 1; !shuttingDown && other < Strands; other++)
        {
            if (other != k && tasks[other].KeptOn == tasks[k].Thread && IsQuiet(other))
                EndUnseen(other);
            if ((other == k) != (tasks[other].KeptOn == tasks[k].Thread) && tasks[other].KeptOn != 0)
                return false;
            if (HoldsWorker(other) && tasks[other].Slot == k)
                return false;
        }

        return HasWorkerFor(k);
    }

    /// <summary>Whether one of the workers polls nothing and keeps nothing else.</summary>
    private bool HasWorkerFor(int k)
    {
        var busy = 0;
        for (var other = 1; other < Strands; other++)
        {
            ref var task = ref tasks[other];
            var isPolled = HoldsWorker(other) && task is { HasNoWorker: false, Thread: > 0 };
            var isKept = !shuttingDown && task.KeptOn != 0 && task.KeptOn != tasks[k].Thread;
            busy += other != k && (isPolled || isKept) ? 1 : 0;
        }

        return busy < Layout.Workers;
    }

    /// <summary>Whether a worker keeps a task for its next poll, on its own thread, though this one may go on.</summary>
    private bool IsInSlot(int k)
    {
        var isKept = false;
        for (var other = 1; !isKept && other < Strands; other++)
            isKept = other != k && HoldsWorker(other) && tasks[other].Slot == k;
        return isKept;
    }

    /// <summary>A poll has ended: its worker keeps what it scheduled last.</summary>
    private void LeaveSlot(ref Task task)
    {
        if (FollowsQueues && task is { Slot: > 0, HasNoWorker: false } && tasks[task.Slot] is { Mode: Mode.Idle, IsWoken: true })
            tasks[task.Slot].KeptOn = task.Thread;
    }
}
