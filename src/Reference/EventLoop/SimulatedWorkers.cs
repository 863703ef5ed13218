using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>Workers as actors on the loop's own thread.</summary>
internal sealed class SimulatedWorkers(SimulatedPool pool, VirtualClock clock)
{
    private readonly List<Actor> actors = [];

    internal int Count => actors.Count;

    internal void Add(Worker worker) => actors.Add(new Actor(worker));

    internal void Clear() => actors.Clear();

    /// <summary>Whether a worker can take a step now.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="next">Lowered to when it can, if that is later.</param>
    internal bool IsReady(int index, ref long next)
    {
        var actor = actors[index];
        if (actor.Worker.IsIdle)
            return false;
        if (actor.BusyUntil <= clock.Now)
            return true;
        next = Math.Min(next, actor.BusyUntil);
        return false;
    }

    internal int ThreadOf(int index) => actors[index].Worker.Thread;

    internal void Step(int index)
    {
        var actor = actors[index];
        var worker = actor.Worker;
        try
        {
            var step = worker.Step();
            actor.BusyUntil = clock.Now + step.Hold;
            if (!step.Done && !worker.IsStopped)
                return;
            if (!worker.IsStopped && worker.Listens)
            {
                if (!worker.TakeMessage())
                    pool.Idle(worker);
                return;
            }
        }
        catch (Exception error)
        {
            worker.Error = error;
        }

        actors.Remove(actor);
        pool.Exit(worker);
    }

    internal void Wake(Worker worker)
    {
        if (worker.IsIdle && worker.TakeMessage())
            pool.Active(worker);
    }

    /// <summary>Stops a worker between two steps.</summary>
    internal void Terminate(Worker worker)
    {
        var at = actors.FindIndex(actor => actor.Worker == worker);
        if (at < 0)
            return;
        if (!worker.IsIdle && pool.TerminateWaits())
        {
            worker.IsStopped = true;
            return;
        }

        actors.RemoveAt(at);
        if (worker.IsIdle)
            pool.Active(worker);
        pool.Exit(worker);
    }

    private sealed class Actor(Worker worker)
    {
        internal Worker Worker => worker;

        internal long BusyUntil { get; set; }
    }
}
