using Conformance.Reference.Simulation;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// The simulated threads of the pool, one a job: .NET promises neither how many there are nor in which order they start. Each is an
/// actor on the loop's own thread of the machine; choices decide which of them takes the next step.
/// </summary>
internal sealed class JobThreads(VirtualClock clock, Choices choices)
{
    private readonly List<JobSteps> running = [];
    private readonly List<JobSteps> ready = [];
    private int started;

    /// <summary>The number of the thread whose code runs now: 0 is the loop's.</summary>
    internal int Current { get; private set; }

    /// <summary>When the next of those that hold their thread can go on; the end of time when none does.</summary>
    internal long NextFree
    {
        get
        {
            var next = long.MaxValue;
            foreach (var job in running)
                next = Math.Min(next, job.BusyUntil);
            return next;
        }
    }

    internal void Start(JobSteps job)
    {
        job.Thread = ++started;
        running.Add(job);
    }

    /// <summary>Lets threads of the pool go first, if the choices say so.</summary>
    internal void Interleave()
    {
        while (FindReady() && choices.Choose(ChoicePoint.Actor, ready.Count + 1) is > 0 and var choice)
            Step(ready[choice - 1]);
    }

    /// <summary>Steps a thread, if one can go on.</summary>
    internal bool StepOne()
    {
        if (!FindReady())
            return false;
        Step(ready.Count == 1 ? ready[0] : ready[choices.Choose(ChoicePoint.Actor, ready.Count)]);
        return true;
    }

    /// <summary>Time passes while the current thread holds on; the others work meanwhile.</summary>
    internal void Hold(long until)
    {
        while (clock.Now < until)
        {
            if (!StepOne())
                clock.AdvanceTo(Math.Min(until, NextFree));
        }

        Interleave();
    }

    /// <summary>Forgets all jobs.</summary>
    internal void Clear()
    {
        running.Clear();
        started = 0;
        Current = 0;
    }

    private bool FindReady()
    {
        if (running.Count == 0)
            return false;
        ready.Clear();
        foreach (var job in running)
        {
            if (job.BusyUntil <= clock.Now)
                ready.Add(job);
        }

        return ready.Count > 0;
    }

    // What a job completes goes on elsewhere, as from any thread of the pool: its continuations are posted to the loop.
    private void Step(JobSteps job)
    {
        var context = SynchronizationContext.Current;
        Current = job.Thread;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            if (job.TryStep(out var hold))
                job.BusyUntil = clock.Now + hold;
            else
                running.Remove(job);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            Current = 0;
        }
    }
}
