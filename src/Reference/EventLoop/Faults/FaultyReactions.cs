namespace Conformance.Reference.EventLoop;

/// <summary>Wrong ways to register a reaction.</summary>
internal static class FaultyReactions
{
    /// <summary>Does something wrong before a reaction is registered, or instead.</summary>
    /// <returns>Whether the registration was taken over.</returns>
    internal static bool Add(PromiseCore promise, Reaction reaction)
    {
        var faults = promise.Loop.Faults;
        switch (promise.Payload)
        {
            case AsyncBox { Parked: true } box:
                box.Parked = false;
                promise.Loop.Enqueue(box);
                return false;
            case UnarmedSleep sleep when faults.Is(EventLoopFault.SleepArmedAtAwait):
                promise.Payload = null;
                promise.Loop.Timers.Arm(sleep.Duration, sleep.Job);
                return false;
            case UnarmedSleep sleep when promise.State == PromiseState.Fulfilled && faults.Is(EventLoopFault.SleepsAgain):
                promise.Loop.Timers.Arm(sleep.Duration, reaction);
                return true;
            case Action runAgain when promise.State == PromiseState.Fulfilled && faults.Is(EventLoopFault.ExecutorRunsAgain):
                runAgain();
                return false;
            default:
                return false;
        }
    }

    /// <summary>Keeps the executor of a promise that it settled, for later.</summary>
    internal static void RememberExecutor<T>(Deferred<T> deferred, Action<Deferred<T>> executor)
    {
        if (deferred.Promise.State == PromiseState.Fulfilled)
            deferred.Promise.Payload = () => ExecutorJob<T>.Execute(deferred.Promise.Loop, deferred, executor);
    }

    /// <summary>A sleep whose timer is armed late, or again.</summary>
    internal sealed record UnarmedSleep(long Duration, Job Job);
}
