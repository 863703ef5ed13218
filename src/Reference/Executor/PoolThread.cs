namespace Conformance.Reference.Executor;

/// <summary>A thread of the blocking pool: runs one job after the other.</summary>
internal sealed class PoolThread(Runtime runtime, short number) : Actor(number)
{
    private BlockingJob? job;
    private bool ending;

    /// <summary>Whether it could take a job.</summary>
    internal bool IsIdle => job is null;

    internal override bool IsOccupied => job is not null;

    internal override bool HasWork => job is not null || runtime.Pool.HasJobFor(this);

    internal override bool Step()
    {
        if (job is null)
        {
            // The first step belongs to taking the job, so that jobs start in the order of the queue.
            var next = runtime.Pool.Take();
            if (!next.Begin())
                return true;
            job = next;
        }

        if (!ending)
        {
            var step = job.Step();
            ending = step.Done;
            BusyUntil = runtime.Now + step.Hold;
            if (!ending || step.Hold > 0)
                return true;
        }

        job.Finish(null);
        job = null;
        ending = false;
        return true;
    }

    /// <summary>Runs a job for real, from its first step to its last.</summary>
    internal void Run(BlockingJob next)
    {
        if (!next.Begin())
            return;
        bool done;
        do
        {
            var step = next.Step();
            runtime.Driver.Hold(step.Hold);
            done = step.Done;
        } while (!done);

        next.Finish(null);
    }

    /// <summary>Says whether it is taken by a job, for real.</summary>
    internal void Occupy(BlockingJob? taken) => job = taken;

    internal override void Reset()
    {
        base.Reset();
        job = null;
        ending = false;
    }
}
