namespace Conformance.Reference.EventLoop;

/// <summary>Finds the rejections that nobody handled by the time the queues are empty.</summary>
/// <remarks>Sources: ECMA-262, HostPromiseRejectionTracker; nodejs/node lib/internal/process/promises.js.</remarks>
internal sealed class RejectionTracker(EventLoop loop)
{
    private List<PromiseCore> pending = [];
    private List<PromiseCore> reporting = [];
    private List<PromiseCore> handledLate = [];

    internal void Unhandled(PromiseCore promise)
    {
        if (loop.Faults.Is(EventLoopFault.UnhandledNever))
            return;
        if (loop.Faults.Is(EventLoopFault.UnhandledAtOnce))
            loop.ReportUnhandled(promise);
        else
            pending.Add(promise);
    }

    internal void Handled(PromiseCore promise)
    {
        if (promise.IsReported)
            handledLate.Add(promise);
    }

    /// <summary>Reports what is still unhandled.</summary>
    /// <returns>Whether listeners ran, which may have queued something.</returns>
    internal bool Report()
    {
        if (pending.Count == 0 && handledLate.Count == 0)
            return false;
        var late = handledLate;
        handledLate = [];
        foreach (var promise in late)
            loop.ReportHandled(promise);
        var any = late.Count > 0;
        (pending, reporting) = (reporting, pending);
        if (reporting.Count > 1 && loop.Faults.Is(EventLoopFault.UnhandledNewestFirst))
            reporting.Reverse();
        foreach (var promise in reporting)
        {
            if (promise.IsHandled || promise.Reason is not { } reason)
                continue;
            promise.IsReported = true;
            any = true;
            if (!loop.ReportUnhandled(promise))
                throw new UnhandledRejectionException(reason);
        }

        reporting.Clear();
        return any || pending.Count > 0;
    }

    internal void Clear()
    {
        pending.Clear();
        reporting.Clear();
        handledLate.Clear();
    }
}
