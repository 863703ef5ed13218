using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>
/// Runs all threads of a runtime on the calling one, a step at a time. Which thread steps next is a choice; when none can, virtual time
/// jumps to the next deadline or to the end of the next occupation.
/// </summary>
internal sealed class Simulator(Runtime runtime, VirtualClock clock) : Driver
{
    private readonly Lane[] lanes = runtime.Scheduler.Lanes;
    private readonly List<Actor> actors = [.. runtime.Scheduler.Lanes];
    private int[] enabled = new int[8];
    private int position;
    private long steps;

    internal override Actor Current => actors[position];

    internal override void Start(PoolThread thread) => actors.Add(thread);

    internal override void RunUntilDone(TaskCell root)
    {
        while (!root.IsDone)
        {
            AdvanceBesideJobs();
            if (!Step(onlyOccupied: false) && !Advance(onlyOccupied: false))
                throw new DeadlockException(runtime.DescribeWaiting());
        }
    }

    internal override void Lend(Worker worker) => actors.Add(new Loan(this, worker));

    internal override void TakeBack(Worker worker)
    {
        var loan = actors.FindIndex(actor => actor is Loan { Worker: var lent } && lent == worker);
        if (loan < 0)
            return;
        actors.RemoveAt(loan);
        position -= position > loan ? 1 : 0;
    }

    /// <summary>Whether the blocking pool has a thread that could take a worker over.</summary>
    internal bool HasThread => !runtime.Pool.IsFull(actors.Count(actor => actor is InPlaceThread { IsOccupied: true }));

    /// <summary>The thread that steps now takes a worker over; who blocks in place goes on without it.</summary>
    internal void TakeOver(Worker worker)
    {
        var thread = new InPlaceThread(worker.Number) { Budget = worker.Budget };
        worker.LeavePollTo(thread);
        worker.Number = runtime.Pool.NextNumber();
        actors[position] = thread;
    }

    internal override void FinishPolls()
    {
        while (actors.Exists(actor => actor is not PoolThread && actor.IsOccupied))
            _ = DropBeside() || Step(onlyOccupied: true) || Advance(onlyOccupied: true);
        position = 0;
    }

    internal override void FinishTasks()
    {
        while (Step(onlyOccupied: false) || Advance(onlyOccupied: false)) { }
    }

    internal override void FinishJobs()
    {
        while (runtime.Pool.Threads.Exists(thread => thread.IsOccupied))
        {
            if (!Step(onlyOccupied: true) && !Advance(onlyOccupied: true))
                runtime.Pool.Threads.Find(thread => thread.IsWaiting)!.GiveUp();
        }

        position = 0;
    }

    /// <summary>Whether another thread could take a step now.</summary>
    internal override bool HasOthers()
    {
        var now = clock.Now;
        for (var i = 0; i < actors.Count; i++)
        {
            if (i != position && CanStep(actors[i], now, onlyOccupied: false))
                return true;
        }

        return false;
    }

    internal override void Reset()
    {
        clock.Reset();
        actors.RemoveRange(lanes.Length, actors.Count - lanes.Length);
        position = 0;
        steps = 0;
    }

    private bool Step(bool onlyOccupied)
    {
        if (++steps > runtime.StepLimit)
            throw new StepLimitException($"No end after {runtime.StepLimit} steps. {runtime.DescribeWaiting()}");
        var now = clock.Now;
        if (actors.Count == 1)
            return lanes[0].BusyUntil <= now && (lanes[0].IsOccupied || !onlyOccupied) && lanes[0].Step();

        // Option 0 is the current thread, the others follow in their order.
        var count = 0;
        if (CanStep(Current, now, onlyOccupied))
            Enable(position, ref count);
        for (var i = 0; i < actors.Count; i++)
        {
            if (i != position && CanStep(actors[i], now, onlyOccupied))
                Enable(i, ref count);
        }

        if (count == 0)
            return false;
        position = enabled[count == 1 ? 0 : runtime.Choose(ChoicePoint.Actor, count)];
        _ = Current.Step();
        return true;
    }

    // A worker that polls nothing drops tasks while others end their polls (tokio, multi_thread/worker.rs, pre_shutdown).
    private bool DropBeside()
    {
        var free = actors.FindIndex(actor => actor is Worker { IsOccupied: false });
        if (free < 0 || runtime.Faults.IsActive(ExecutorFault.ShutdownLeaksTasks) || runtime.OldestAtRest() is not { } task)
            return false;
        if (runtime.Choose(ChoicePoint.Actor, 2) == 0)
            return false;
        position = free;
        runtime.DropAtShutdown(task);
        return true;
    }

    private void Enable(int actor, ref int count)
    {
        if (count == enabled.Length)
            Array.Resize(ref enabled, count * 2);
        enabled[count++] = actor;
    }

    private static bool CanStep(Actor actor, long now, bool onlyOccupied) =>
        actor.BusyUntil <= now && (onlyOccupied ? actor is { IsOccupied: true, HasWork: true } : actor.HasWork);

    private bool Advance(bool onlyOccupied)
    {
        var next = long.MaxValue;
        var turns = false;
        foreach (var actor in actors)
        {
            turns |= actor.TurnsDriver && !actor.IsOccupied;
            if (actor.BusyUntil > clock.Now)
                next = Math.Min(next, actor.BusyUntil);
        }

        if (turns && !onlyOccupied && !runtime.IsHeldByJobs)
            next = Math.Min(next, runtime.Timers.Next);
        if (next == long.MaxValue)
            return false;
        clock.AdvanceTo(next);
        return true;
    }

    // The fault of a paused clock that goes on although a job runs.
    private void AdvanceBesideJobs()
    {
        if (!runtime.Faults.IsActive(ExecutorFault.PausedClockIgnoresJobs) || !runtime.IsHeldByJobs || lanes[0].HasWork)
            return;
        if (runtime.Timers.Next is < long.MaxValue and var next && runtime.Faults.Is(ExecutorFault.PausedClockIgnoresJobs))
            clock.AdvanceTo(next);
    }
}
