namespace Conformance.Reference.Executor;

/// <content>Driving: who may, and what becomes of who may not.</content>
public sealed partial class Runtime
{
    // In simulation one thread does everything; for real a thread of the runtime runs user code in polls and jobs only.
    private bool IsInsidePoll => IsSimulated ? Polls > 0 : Driver.Current is Lane or InPlaceThread or PoolThread { IsDriving: true };

    private static void Refuse(Future future)
    {
        future.Drop();
        throw new PanicException(
            "BlockOn runs on this runtime already: await the future, or spawn it, instead of driving the runtime from inside."
        )
        {
            IsNestedBlockOn = true,
        };
    }

    private void Drive(Future future)
    {
        if (IsInsidePoll)
        {
            if (!Faults.Is(ExecutorFault.NestedBlockOnRuns) || !RunInside(future))
                Refuse(future);
            return;
        }

        if (!IsSimulated && Driver.Current is PoolThread thread)
        {
            thread.Drive(future);
            return;
        }

        if (closed)
            throw new InvalidOperationException("The runtime was shut down: make a new one.");
        var root = new TaskCell(this, future, "main");
        if (Interlocked.CompareExchange(ref driving, 1, 0) != 0)
            Refuse(future);
        try
        {
            Scheduler.Root = root;
            root.Wake();
            Driver.RunUntilDone(root);
        }
        finally
        {
            Scheduler.Root = null;
            Volatile.Write(ref driving, 0);
        }
    }

    /// <summary>The fault of a runtime that is driven from inside a poll: polls a future over and over, for a while.</summary>
    private static bool RunInside(Future future)
    {
        const int Enough = 1000;
        for (var polls = 0; polls < Enough; polls++)
        {
            if (future.PollInside(new Nobody()).IsReady)
                return true;
        }

        return false;
    }

    private sealed class Nobody : Waker
    {
        public override void Wake() { }
    }
}
