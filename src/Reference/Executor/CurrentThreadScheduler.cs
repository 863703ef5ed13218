using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>
/// One thread polls everything: ready tasks first come first served; when there are none the driver turns, then tasks that gave way
/// are ready again, and the root goes before all of them if it was woken.
/// </summary>
/// <remarks>Tokio: the current-thread runtime, "behavior at the time of writing".</remarks>
internal sealed class CurrentThreadScheduler : Scheduler
{
    private readonly Runtime runtime;
    private readonly RunQueue ready = new();
    private readonly RunQueue deferred = new();
    private readonly List<Waker> kept = [];
    private bool rootIsReady;
    private bool rootGaveWay;
    private int tick;

    internal CurrentThreadScheduler(Runtime runtime)
    {
        this.runtime = runtime;
        var main = new MainLane(this);
        Lanes = runtime.Faults.IsActive(ExecutorFault.TimersInterruptPolls) ? [main, new InterruptingLane(this, main)] : [main];
    }

    internal override Lane[] Lanes { get; }

    // A root that is over may have given way in its last poll.
    internal override TaskCell? Root
    {
        get;
        set
        {
            field = value;
            (rootIsReady, rootGaveWay) = (false, false);
        }
    }

    private bool HasTask =>
        ready.Count > 0 || rootIsReady || rootGaveWay || deferred.Count > 0 || kept.Count > 0 || runtime.Timers.Next <= runtime.Now;

    internal override void Push(TaskCell task, Actor? by)
    {
        if (task == Root)
            rootIsReady = true;
        else
            ready.Push(task);
    }

    internal override void PushAfterPoll(TaskCell task, Actor? by) => Push(task, by);

    internal override bool TryDefer(TaskCell task, Actor? by)
    {
        if (task == Root)
            rootGaveWay = true;
        else
            deferred.Push(task);
        return true;
    }

    internal override bool TryKeep(Waker waker, Actor? by)
    {
        kept.Add(waker);
        return true;
    }

    internal override void Reset()
    {
        base.Reset();
        ready.Clear();
        deferred.Clear();
        kept.Clear();
        rootIsReady = false;
        rootGaveWay = false;
        tick = 0;
    }

    private TaskCell? Next()
    {
        if (ready.Count == 0 || (++tick == EventInterval && !runtime.Faults.Is(ExecutorFault.DriverTurnsWhenIdleOnly)))
            Park();
        var early = rootIsReady || rootGaveWay ? 1 : 0;
        // How many polls come between two turns of the driver nobody promises (tokio, Builder::event_interval).
        var turns = runtime.Timers.Next <= runtime.Now ? 1 : 0;
        var options = ready.Count + early + deferred.Count + kept.Count + turns;
        if (options == 0)
            return null;
        var choice = options == 1 ? 0 : runtime.Choose(ChoicePoint.Task, options);
        if (choice < ready.Count)
            return ready.RemoveAt(ready.Count > 1 && runtime.Faults.Is(ExecutorFault.CurrentThreadLastFirst) ? ready.Count - 1 : choice);
        if (choice == options - turns)
        {
            Park();
            return Next();
        }

        choice -= ready.Count;
        if (choice >= early + deferred.Count)
        {
            WakeKept(choice - early - deferred.Count);
            return Next();
        }

        if (choice < early && rootIsReady)
        {
            rootIsReady = false;
            return Root;
        }

        // What something else has woken meanwhile has its place in the queue already.
        var task = choice < early ? Root! : deferred.RemoveAt(choice - early);
        rootGaveWay &= task != Root;
        return task.TryReady() ? task : Next();
    }

    private void Park()
    {
        tick = 0;
        runtime.Timers.FireDue();
        while (deferred.Count > 0)
        {
            var task = deferred.RemoveAt(0);
            if (task.TryReady())
                ready.Push(task);
        }

        while (kept.Count > 0)
            WakeKept(0);
        rootIsReady |= rootGaveWay && Root!.TryReady();
        rootGaveWay = false;
        if (!rootIsReady)
            return;
        rootIsReady = false;
        ready.PushFront(Root!);
    }

    private void WakeKept(int position)
    {
        var waker = kept[position];
        kept.RemoveAt(position);
        waker.Wake();
    }

    private sealed class MainLane(CurrentThreadScheduler scheduler) : Lane(0)
    {
        internal override bool HasTask => scheduler.HasTask;

        internal override bool TurnsDriver => true;

        internal override TaskCell? Next() => scheduler.Next();
    }

    /// <summary>The fault of a timer that interrupts a poll: polls tasks on the same thread while that thread is occupied.</summary>
    private sealed class InterruptingLane(CurrentThreadScheduler scheduler, MainLane main) : Lane(0)
    {
        internal override bool HasTask =>
            main.IsOccupied && scheduler.HasTask && scheduler.runtime.Faults.Is(ExecutorFault.TimersInterruptPolls);

        internal override bool TurnsDriver => main.IsOccupied;

        internal override TaskCell? Next() => scheduler.Next();
    }
}
