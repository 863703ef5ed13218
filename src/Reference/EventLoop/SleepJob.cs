namespace Conformance.Reference.EventLoop;

/// <summary>Fulfils the promise of a sleep when its timer fires, or rejects it when its signal aborts.</summary>
/// <remarks>Source: Node.js, timers/promises, setTimeout with a signal.</remarks>
internal sealed class SleepJob<T>(PromiseCore<T> promise, T value, AbortSignal? signal) : Job
{
    private TimerHandle? timer;
    private Action? listener;

    internal static void Begin(PromiseCore<T> promise, T value, long milliseconds, AbortSignal? signal)
    {
        if (signal is { Aborted: true } && !promise.Loop.Faults.Is(EventLoopFault.AbortedSleepStarts))
        {
            promise.RejectWith(new AbortException(signal.Reason));
            return;
        }

        var job = new SleepJob<T>(promise, value, signal);
        var loop = promise.Loop;
        if (loop.Faults.Has(EventLoopFault.SleepArmedAtAwait))
            promise.Payload = new FaultyReactions.UnarmedSleep(milliseconds, job);
        else
            job.timer = loop.Timers.Arm(milliseconds, job);
        if (signal is null)
            return;
        job.listener = job.Abort;
        signal.AddListener(job.listener);
    }

    internal override void Run(EventLoop loop)
    {
        var duration = timer?.Duration ?? 0;
        if (!loop.Faults.Is(EventLoopFault.LateAbortRejects))
            signal?.RemoveListener(listener!);
        if (signal is { Aborted: true } && loop.Faults.Has(EventLoopFault.AbortedSleepStarts))
            promise.RejectWith(new AbortException(signal.Reason));
        else
            promise.Fulfil(value);
        if (loop.Faults.Has(EventLoopFault.SleepsAgain))
            promise.Payload = new FaultyReactions.UnarmedSleep(duration, this);
    }

    private void Abort()
    {
        timer?.Clear();
        promise.RejectWith(new AbortException(signal!.Reason));
    }
}
