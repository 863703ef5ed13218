using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>Wrong ways to begin an async method.</summary>
internal static class StartFaults
{
    /// <summary>Queues the body instead of running it.</summary>
    /// <returns>Whether it did.</returns>
    internal static bool Delays<TMachine>(PromiseCore promise, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var loop = promise.Loop;
        if (!loop.MainStarted)
        {
            // The main function is called by the host, not by a program.
            loop.MainStarted = true;
            return false;
        }

        if (!loop.Faults.Is(EventLoopFault.LateBody))
            return false;
        var box = new AsyncBox<TMachine> { Promise = promise };
        promise.Payload = box;
        box.Machine = machine;
        loop.Enqueue(box);
        return true;
    }
}
