namespace Conformance.Reference.EventLoop;

/// <summary>Wrong ways to suspend and resume an async method.</summary>
internal static class AwaitFaults
{
    /// <summary>Registers a box with a promise, late if a fault says so.</summary>
    internal static void Register(PromiseCore promise, AsyncBox box)
    {
        if (promise.Loop.Faults.Is(EventLoopFault.AwaitWraps))
            promise.Loop.Enqueue(new WrappingJob(promise, box));
        else
            promise.AddReaction(box);
    }

    /// <summary>Keeps a method from going on while nothing reacts to its promise.</summary>
    internal static bool Parks(AsyncBox box)
    {
        if (box.Dropped)
            return true;
        if (box.Promise.IsHandled || !box.Promise.Loop.Faults.Is(EventLoopFault.AdvancesOnlyWhenAwaited))
            return false;
        box.Parked = true;
        return true;
    }

    /// <summary>Cancels the async methods that a race has left behind.</summary>
    internal sealed class DropLosers<T>(Promise<T>[] inputs) : Reaction
    {
        internal override void Run(EventLoop loop)
        {
            foreach (var input in inputs)
            {
                if (input is { State: PromiseState.Pending, Payload: AsyncBox box } && loop.Faults.Is(EventLoopFault.RaceDropsLosers))
                    box.Dropped = true;
            }
        }
    }

    private sealed class WrappingJob(PromiseCore promise, AsyncBox box) : Job
    {
        private bool followed;

        internal override void Run(EventLoop loop)
        {
            if (followed)
            {
                promise.AddReaction(box);
                return;
            }

            followed = true;
            loop.Enqueue(this);
        }
    }
}
