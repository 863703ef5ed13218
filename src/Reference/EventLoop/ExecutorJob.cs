namespace Conformance.Reference.EventLoop;

/// <summary>Runs an executor; as a job only when a fault makes it late.</summary>
internal sealed class ExecutorJob<T>(Deferred<T> deferred, Action<Deferred<T>> executor) : Job
{
    internal override void Run(EventLoop loop) => Execute(loop, deferred, executor);

    internal static void Execute(EventLoop loop, Deferred<T> deferred, Action<Deferred<T>> executor)
    {
        try
        {
            executor(deferred);
        }
        catch (Exception error) when (error is not ExitException && !loop.Faults.Is(EventLoopFault.ExecutorThrowEscapes))
        {
            deferred.Reject(error);
        }

        if (loop.Faults.Has(EventLoopFault.ExecutorRunsAgain))
            FaultyReactions.RememberExecutor(deferred, executor);
    }
}
