namespace Conformance.Reference.EventLoop;

/// <summary>A thread of its own beside the loop, with which the loop exchanges messages: see <see cref="Worker{T}"/>.</summary>
/// <remarks>Source: Node.js documentation, worker_threads.</remarks>
public abstract class Worker
{
    private readonly WorkerPool pool;

    private protected Worker(EventLoop loop, WorkerPool pool)
    {
        this.pool = pool;
        Exit = new Promise(loop);
    }

    /// <summary>Settles when the worker has ended: rejected with what one of its functions threw, else fulfilled, also when it was terminated.</summary>
    public Promise Exit { get; }

    /// <summary>Whether the loop has heard of its end: what is posted to it from then on is not even looked at.</summary>
    public bool HasExited { get; private set; }

    /// <summary>The worker has ended; told in the callback that settles <see cref="Exit"/>, with the error if there was one.</summary>
    internal event Action<Exception?>? Exited;

    /// <summary>The number of its thread.</summary>
    internal int Thread { get; set; }

    /// <summary>What it threw.</summary>
    internal Exception? Error { get; set; }

    /// <summary>Whether it waits for a message and has nothing else to do.</summary>
    internal bool IsIdle { get; set; }

    /// <summary>Whether it has to stop before its next step.</summary>
    internal volatile bool IsStopped;

    /// <summary>Whether it goes on when it has nothing to do: it waits for messages.</summary>
    internal abstract bool Listens { get; }

    /// <summary>
    /// Stops the worker, whatever it does; nothing more of it runs. What it posted before is delivered. For real it stops between two steps and
    /// while a step holds the thread: a plain function runs to its end.
    /// </summary>
    public void Terminate() => pool.Terminate(this);

    /// <summary>Runs the next step, on the worker's thread.</summary>
    internal abstract Simulation.WorkStep Step();

    /// <summary>Begins with the next message.</summary>
    /// <returns>Whether there was one.</returns>
    internal abstract bool TakeMessage();

    internal void DeliverExit()
    {
        HasExited = true;
        Exited?.Invoke(Error);
        if (Error is null)
            Exit.Fulfil(default);
        else
            Exit.RejectWith(Error);
    }
}
