namespace Conformance.Reference.Executor;

/// <summary>A thread of the blocking pool: runs one job after the other.</summary>
internal sealed class PoolThread(Runtime runtime, short number) : Actor(number)
{
    private BlockingJob? job;
    private bool ending;
    private TaskCell? driven;
    private Future? future;

    /// <summary>Whether it drives a future.</summary>
    internal bool IsDriving => driven is not null;

    /// <summary>Whether it waits for what it drives.</summary>
    internal bool IsWaiting => driven is { IsIdle: true };

    /// <summary>Whether it could take a job.</summary>
    internal bool IsIdle => job is null;

    internal override bool IsOccupied => job is not null;

    internal override bool HasWork => job is not null ? !IsWaiting : runtime.Pool.HasJobFor(this);

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

        if (driven is not null)
        {
            StepDriven(driven);
            return true;
        }

        if (!ending)
        {
            var step = job.Step();
            if (step.Driven is Future next)
            {
                StartDriving(next);
                return true;
            }

            ending = step.Done;
            BusyUntil = runtime.Now + (runtime.IsPaused ? 0 : step.Hold);
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
            if (step.Driven is Future future)
                Drive(future);
            runtime.Driver.Hold(step.Hold);
            done = step.Done;
        } while (!done);

        next.Finish(null);
    }

    /// <summary>Polls a future on this thread until it is over, for real.</summary>
    internal void Drive(Future future)
    {
        StartDriving(future);
        while (driven is { } cell)
        {
            if (runtime.Driver.WaitForDrive(this))
                StepDriven(cell);
            else
                GiveUp();
        }
    }

    /// <summary>Drops what it drives: nothing will wake it any more.</summary>
    internal void GiveUp()
    {
        if (driven is not { } cell)
            return;
        driven = null;
        _ = cell.Cancel();
        future!.FailNow(new PanicException(PanicException.ShutDown));
    }

    /// <summary>Says whether it is taken by a job, for real.</summary>
    internal void Occupy(BlockingJob? taken) => job = taken;

    internal override void Reset()
    {
        base.Reset();
        job = null;
        ending = false;
        driven = null;
    }

    private void StartDriving(Future started)
    {
        future = started;
        if (runtime.Faults.Is(ExecutorFault.JobsMayNotDrive))
        {
            future.FailNow(new PanicException("BlockOn runs on this runtime already.") { IsNestedBlockOn = true });
            return;
        }

        var cell = new TaskCell(runtime, future, "a driven future") { Home = this };
        cell.Wake();
        driven = cell;
    }

    private void StepDriven(TaskCell cell)
    {
        if (!cell.IsBusy)
            cell.Begin();
        var poll = cell.Run();
        if (poll.IsBusy)
            BusyUntil = poll.Until;
        if (cell.IsDone)
            driven = null;
    }
}
