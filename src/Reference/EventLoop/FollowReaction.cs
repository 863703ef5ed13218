namespace Conformance.Reference.EventLoop;

/// <summary>Makes one promise follow another: first the job that registers, then the reaction that settles (ECMA-262, NewPromiseResolveThenableJob).</summary>
internal sealed class FollowReaction<T>(PromiseCore<T> source, PromiseCore<T> target) : Reaction
{
    private bool registered;

    internal override void Run(EventLoop loop)
    {
        if (registered)
        {
            Settle(loop);
            return;
        }

        registered = true;
        source.AddReaction(this);
    }

    /// <summary>What a runtime does that takes a native promise for already unwrapped: only a fault does so.</summary>
    internal void SettleOrRegister()
    {
        registered = true;
        source.MarkHandled();
        if (source.State == PromiseState.Pending)
            source.Append(this);
        else
            target.SettleLike(source);
    }

    private void Settle(EventLoop loop)
    {
        // Without a lock, whoever settled the target meanwhile has won.
        if (target.State == PromiseState.Pending || !loop.Faults.Is(EventLoopFault.FollowWithoutLock))
            target.SettleLike(source);
    }
}
