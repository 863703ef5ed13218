namespace Conformance.Reference.Executor;

/// <content>Blocking in the middle of a task.</content>
public sealed partial class Runtime
{
    /// <summary>
    /// Runs a function on this thread, whose worker is on offer meanwhile: the first thread of the blocking pool that there is takes it over, and
    /// the tasks behind this one go on there, beside the function and the rest of the poll. When the function is over before that, the
    /// thread goes on with its worker: then the tasks behind wait. On a thread that has no worker the function just runs.
    /// </summary>
    /// <param name="function">May block; must not call BlockOn. Runs in one step in simulation, in which nobody takes the worker over.</param>
    /// <exception cref="PanicException">A task of a current-thread runtime calls this: there is nobody to hand its work over to.</exception>
    /// <remarks>Tokio: <c>task::block_in_place</c>.</remarks>
    public T BlockInPlace<T>(Func<T> function)
    {
        var worker = EnterInPlace();
        try
        {
            return function();
        }
        finally
        {
            LeaveInPlace(worker);
        }
    }

    /// <summary>Puts the worker on offer, if this thread has one.</summary>
    internal Worker? EnterInPlace()
    {
        if (!IsInsidePoll || Driver.Current is not Lane lane)
            return null;
        if (lane is Worker worker)
        {
            if (Faults.Is(ExecutorFault.InPlaceKeepsTheWorker))
                return null;
            Driver.Lend(worker);
            return worker;
        }

        if (Workers == 0 && !Faults.Is(ExecutorFault.InPlaceNeedsNoWorkers))
            throw new PanicException("BlockInPlace needs a runtime with workers.");
        return null;
    }

    /// <summary>The end of what <see cref="EnterInPlace"/> began.</summary>
    internal void LeaveInPlace(Worker? worker)
    {
        if (worker is not null)
            Driver.TakeBack(worker);
    }
}
