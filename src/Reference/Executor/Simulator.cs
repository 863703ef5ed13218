using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>
/// Runs all threads of a runtime on the calling one, a step at a time. Which thread steps next is a choice; when none can, virtual time
/// jumps to the next deadline or to the end of the next occupation.
/// </summary>
internal sealed class Simulator(Runtime runtime, VirtualClock clock) : Driver
{
    private readonly Lane[] lanes = runtime.Scheduler.Lanes;
    private Actor[] enabled = new Actor[8];
    private Actor current = runtime.Scheduler.Lanes[0];
    private long steps;

    internal override Actor Current => current;

    internal override void Start(PoolThread thread) { }

    internal override void RunUntilDone(TaskCell root)
    {
        while (!root.IsDone)
        {
            if (!Step(onlyOccupied: false) && !Advance(onlyOccupied: false))
                throw new DeadlockException(runtime.DescribeWaiting());
        }
    }

    internal override void FinishPolls()
    {
        while (Array.Exists(lanes, lane => lane.IsOccupied))
            _ = Step(onlyOccupied: true) || Advance(onlyOccupied: true);
        current = lanes[0];
    }

    internal override void FinishJobs()
    {
        while (runtime.Pool.Threads.Exists(thread => thread.IsOccupied))
            _ = Step(onlyOccupied: true) || Advance(onlyOccupied: true);
        current = lanes[0];
    }

    internal override void Reset()
    {
        clock.Reset();
        current = lanes[0];
        steps = 0;
    }

    private bool Step(bool onlyOccupied)
    {
        if (++steps > runtime.StepLimit)
            throw new StepLimitException($"No end after {runtime.StepLimit} steps. {runtime.DescribeWaiting()}");
        var now = clock.Now;
        var count = 0;
        if (CanStep(current, now, onlyOccupied))
            enabled[count++] = current;
        foreach (var lane in lanes)
            Consider(lane, now, onlyOccupied, ref count);
        foreach (var thread in runtime.Pool.Threads)
            Consider(thread, now, onlyOccupied, ref count);
        if (count == 0)
            return false;
        current = enabled[count == 1 ? 0 : runtime.Choose(ChoicePoint.Actor, count)];
        current.Step();
        return true;
    }

    private void Consider(Actor actor, long now, bool onlyOccupied, ref int count)
    {
        if (actor == current || !CanStep(actor, now, onlyOccupied))
            return;
        if (count == enabled.Length)
            Array.Resize(ref enabled, count * 2);
        enabled[count++] = actor;
    }

    private static bool CanStep(Actor actor, long now, bool onlyOccupied) =>
        actor.BusyUntil <= now && (onlyOccupied ? actor.IsOccupied : actor.HasWork);

    private bool Advance(bool onlyOccupied)
    {
        var next = long.MaxValue;
        var turns = false;
        foreach (var lane in lanes)
        {
            turns |= lane.TurnsDriver && !lane.IsOccupied;
            Nearest(lane, ref next);
        }

        foreach (var thread in runtime.Pool.Threads)
            Nearest(thread, ref next);
        if (turns && !onlyOccupied)
            next = Math.Min(next, runtime.Timers.Next);
        if (next == long.MaxValue)
            return false;
        clock.AdvanceTo(next);
        return true;
    }

    private void Nearest(Actor actor, ref long next)
    {
        if (actor.BusyUntil > clock.Now && actor.BusyUntil < next)
            next = actor.BusyUntil;
    }
}
