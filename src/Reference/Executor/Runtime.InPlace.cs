namespace Conformance.Reference.Executor;

/// <content>Blocking in the middle of a task.</content>
public sealed partial class Runtime
{
    /// <summary>
    /// Runs a function on this thread, which hands its worker over to another thread before: the tasks behind this one go on meanwhile.
    /// The rest of the poll runs without a worker. On a thread that has no worker the function just runs, as it does while all threads of
    /// the blocking pool are taken: then the tasks behind wait.
    /// </summary>
    /// <param name="function">May block; must not call BlockOn. Runs in one step in simulation.</param>
    /// <exception cref="PanicException">A task of a current-thread runtime calls this: there is nobody to hand its work over to.</exception>
    /// <remarks>Tokio: <c>task::block_in_place</c>.</remarks>
    public T BlockInPlace<T>(Func<T> function)
    {
        EnterInPlace();
        return function();
    }

    /// <summary>Hands the worker over, if this thread has one.</summary>
    internal void EnterInPlace()
    {
        if (!IsInsidePoll || Driver.Current is not Lane lane)
            return;
        if (lane is Worker worker)
        {
            if (!Faults.Is(ExecutorFault.InPlaceKeepsTheWorker))
                Driver.HandOver(worker);
        }
        else if (Workers == 0 && !Faults.Is(ExecutorFault.InPlaceNeedsNoWorkers))
        {
            throw new PanicException("BlockInPlace needs a runtime with workers.");
        }
    }
}
