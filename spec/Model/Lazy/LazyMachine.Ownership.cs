using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Who owns what: its maker, until an inner body takes it along; of a shared computation each that reads it has a share. What a body
/// still owns when it is left goes with it, and with the last share what is shared.
/// </content>
internal sealed partial class LazyMachine
{
    protected override bool DropLocals(int c, int after)
    {
        DropSets(c, after);
        if (!Layout.HasShares)
            return false;
        var k = parts[c].Task;
        var rest = SetAside(k);
        for (var local = Strands - 1; local > 0; local--)
        {
            if (Code.Computations[local].Parent == c && Code.Computations[local].Site >= after)
                GiveUp(k, c, local);
        }

        if (after < 0)
            ReleaseCaptures(k, c);
        return PutBack(k, rest);
    }

    private void Own(int maker, Computation made)
    {
        parts[made.Id].Owner = maker;
        if (made.Kind == ComputationKind.Shared)
            parts[made.Id].Shares = 1;
        if (made.Subject >= 0)
            parts[made.Subject].Owner = -1;
        foreach (var captured in Layout.Captures[made.Id])
        {
            if (Code.Computations[captured].Kind == ComputationKind.Shared)
                parts[captured].Shares++;
            else
                parts[captured].Owner = made.Id;
        }
    }

    /// <summary>A body is left, or dropped before it began: it gives up what it took along.</summary>
    private void ReleaseCaptures(int k, int body)
    {
        if (!Layout.HasShares || parts[body].HasReleased)
            return;
        parts[body].HasReleased = true;
        foreach (var captured in Layout.Captures[body])
        {
            if (Code.Computations[captured].Kind == ComputationKind.Shared)
                Release(k, captured);
            else
                GiveUp(k, body, captured);
        }
    }

    private void GiveUp(int k, int body, int owned)
    {
        ref var part = ref parts[owned];
        var computation = Code.Computations[owned];
        if (part.Owner != body)
            return;
        if (computation.Kind == ComputationKind.Shared)
        {
            part.Owner = -1;
            Release(k, owned);
        }
        else if (computation.Kind == ComputationKind.Async && Bodies[owned].Life == Life.New)
        {
            part.Owner = -1;
            Collect(k, owned);
        }
    }

    private void Release(int k, int shared)
    {
        if (--parts[shared].Shares == 0 && Bodies[shared].Life != Life.Over)
            Collect(k, Code.Computations[shared].Subject);
    }

    /// <summary>What a body on another thread drops while it is left may be dropped before its guards are seen.</summary>
    private void UseLocalsWindow(int k)
    {
        var c = tasks[k].FirstDrop >= 0 ? tasks[k].FirstDrop : tasks[k].Current;
        if (c < 0 || Bodies[c].Life != Life.Leaving || Bodies[c].GuardAt >= 0)
            return;
        if ((HoldsSet(c, Bodies[c].Guard) || MayHoldShares(c)) && Choose(2) == 1)
            DropLocals(c, Bodies[c].Guard);
    }

    /// <summary>Tasks that were aborted before they began may have been dropped, and given up what they took along.</summary>
    private void DropQuietly(int strand)
    {
        for (var k = 1; k < Strands; k++)
        {
            if (k != strand && MayEndUnseen(k, polls) && !parts[tasks[k].Root].HasReleased && Choose(2) == 1)
                EndUnseen(k);
        }
    }

    // That a share was given up shows only when what is shared is dropped elsewhere.
    private bool MayDropShared() => Awaited < 0 || (AwaitsDrop && SharedAbove(Awaited) >= 0);

    private bool MayHoldShares(int c)
    {
        if (!Layout.HasShares || parts[c].HasReleased || !MayDropShared())
            return false;
        var may = Layout.Captures[c].Length > 0;
        for (var local = 1; !may && local < Strands; local++)
            may = parts[local].Owner == c && Code.Computations[local].Kind is ComputationKind.Shared or ComputationKind.Async;
        return may;
    }
}
