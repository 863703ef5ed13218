using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>A job in or on the blocking pool, and who waits for its end.</summary>
internal sealed class BlockingJob(Runtime runtime, Work work, string name) : IJoinable
{
    private readonly object? gate = runtime.Gate;
    private Waker? joiner;
    private bool submitted;
    private bool started;
    private bool aborted;
    private bool done;

    public string Name => name;

    public JoinException? Failure { get; private set; }

    public Exception? Error { get; private set; }

    public bool Register(Waker waker)
    {
        if (!submitted && runtime.Faults.Is(ExecutorFault.BlockingWaitsForAwait))
        {
            submitted = true;
            runtime.Pool.Submit(this);
        }

        if (gate is null)
            return RegisterInside(waker);
        lock (gate)
            return RegisterInside(waker);
    }

    public void Unregister()
    {
        if (gate is null)
        {
            joiner = null;
            return;
        }

        lock (gate)
            joiner = null;
    }

    public void Abort()
    {
        if (started && runtime.Faults.Is(ExecutorFault.AbortEndsStartedBlocking))
            Finish(new JoinException(null));
        aborted = true;
    }

    public bool IsAbortedByDrop(bool handleWasPolled) => false;

    /// <summary>A thread has taken it out of the queue.</summary>
    /// <returns>False when it was aborted before, and is over.</returns>
    internal bool Begin()
    {
        if (aborted)
        {
            Finish(new JoinException(null));
            return false;
        }

        started = true;
        return true;
    }

    /// <summary>Runs the next step.</summary>
    internal WorkStep Step()
    {
        try
        {
            return work.Step();
        }
        catch (Exception exception)
        {
            Error = exception;
            return new WorkStep(Done: true, Hold: 0);
        }
    }

    /// <summary>Runs it on the thread that made it, as no runtime must.</summary>
    internal void RunInline()
    {
        for (var step = Step(); !step.Done; step = Step())
            (step.Driven as Future)?.FailNow(new PanicException("BlockOn runs on this runtime already.") { IsNestedBlockOn = true });
        Finish(null);
    }

    /// <summary>Ends it and wakes whoever waits for it.</summary>
    internal void Finish(JoinException? failure)
    {
        if (gate is null)
        {
            FinishInside(failure);
            return;
        }

        lock (gate)
            FinishInside(failure);
    }

    private bool RegisterInside(Waker waker)
    {
        if (!done)
            joiner = waker;
        return done;
    }

    private void FinishInside(JoinException? failure)
    {
        if (done)
            return;
        Failure = failure;
        done = true;
        if (!runtime.Faults.Is(ExecutorFault.RemoteWakesAreLost))
            joiner?.Wake();
        joiner = null;
    }
}
