namespace Conformance.Reference.EventLoop;

/// <content>Several promises combined into one. No input is cancelled: losers go on.</content>
public sealed partial class Promise
{
    /// <summary>All values by position, or the first error. Without inputs it is fulfilled already.</summary>
    public static Promise<T[]> All<T>(params ReadOnlySpan<Promise<T>> promises)
    {
        var result = new Promise<T[]>(EventLoop.Current);
        if (promises.IsEmpty)
            result.Fulfil([]);
        else
            new AllCombinator<T>(result, promises.Length).Attach(promises);
        return result;
    }

    /// <summary>How each one was settled, by position; never rejected. Without inputs it is fulfilled already.</summary>
    public static Promise<Settlement<T>[]> AllSettled<T>(params ReadOnlySpan<Promise<T>> promises)
    {
        var result = new Promise<Settlement<T>[]>(EventLoop.Current);
        if (promises.IsEmpty)
            result.Fulfil([]);
        else
            new AllSettledCombinator<T>(result, promises.Length).Attach(promises);
        return result;
    }

    /// <summary>The outcome of the first one that is settled. Without inputs it stays pending.</summary>
    public static Promise<T> Race<T>(params ReadOnlySpan<Promise<T>> promises)
    {
        var result = new Promise<T>(EventLoop.Current);
        new RaceCombinator<T>(result).Attach(promises);
        if (result.Loop.Faults.Has(EventLoopFault.RaceDropsLosers))
            result.AddReaction(new AwaitFaults.DropLosers<T>(promises.ToArray()));
        return result;
    }

    /// <summary>The value of the first one that is fulfilled, or <see cref="AllRejectedException"/> when all are rejected, as when there are none.</summary>
    public static Promise<T> Any<T>(params ReadOnlySpan<Promise<T>> promises)
    {
        var result = new Promise<T>(EventLoop.Current);
        if (promises.IsEmpty)
            result.RejectWith(new AllRejectedException([]));
        else
            new AnyCombinator<T>(result, promises.Length).Attach(promises);
        return result;
    }
}
