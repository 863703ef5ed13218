namespace Conformance.Reference.Executor;

/// <summary>Makes the threads of a runtime run: in simulation one step at a time, for real as OS threads.</summary>
internal abstract class Driver
{
    /// <summary>The thread that runs now; null on a thread that is not the runtime's.</summary>
    internal abstract Actor? Current { get; }

    /// <summary>Begins to run a thread of the blocking pool.</summary>
    internal abstract void Start(PoolThread thread);

    /// <summary>Runs everything until the root is over.</summary>
    internal abstract void RunUntilDone(TaskCell root);

    /// <summary>The current thread blocks in place: its worker is on offer, and the first thread of the blocking pool that there is takes it over.</summary>
    internal abstract void Lend(Worker worker);

    /// <summary>The current thread blocks no longer: it has its worker back, unless another took it over.</summary>
    internal abstract void TakeBack(Worker worker);

    /// <summary>Lets polls in progress return; takes up no new task.</summary>
    internal abstract void FinishPolls();

    /// <summary>Runs until every task is over or none can go on, as no shutdown must; in simulation.</summary>
    internal virtual void FinishTasks() { }

    /// <summary>Waits until what the thread drives is woken, for real.</summary>
    /// <returns>False when nothing will wake it any more.</returns>
    internal virtual bool WaitForDrive(PoolThread thread) => true;

    /// <summary>Lets started jobs of the blocking pool end.</summary>
    internal abstract void FinishJobs();

    /// <summary>Whether another thread could take a step now, in simulation.</summary>
    internal virtual bool HasOthers() => false;

    /// <summary>Something became ready.</summary>
    internal virtual void Notify() { }

    /// <summary>Holds the current thread, for real.</summary>
    internal virtual void Hold(long milliseconds) { }

    internal virtual void Reset() { }
}
