using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Bodies that are left, or dropped: what they still own goes with them, in the reverse order of its declaration, and with the last share
/// what is shared. On several threads that happens at any moment between two events.
/// </content>
internal sealed partial class LazyMachine
{
    private readonly Ownership ownership = new();

    protected override bool DropLocals(int c, int after)
    {
        DropUsed(c, after);
        if (!ownership.Counts)
            return false;
        var k = parts[c].Task;
        var rest = drops.SetAside(k);
        for (var local = Strands - 1; local > 0; local--)
        {
            if (Code.Computations[local].Parent == c && Code.Computations[local].Site >= after)
                GiveUp(k, c, local);
        }

        if (after < 0)
            ReleaseCaptures(k, c);
        return drops.PutBack(k, rest);
    }

    /// <summary>What only the body that made it uses is dropped: join sets abort their tasks, channels are closed.</summary>
    private void DropUsed(int c, int after)
    {
        for (var local = Strands - 1; (sets.Exist || channels.Exist) && local > 0; local--)
        {
            if (!HoldsUsed(c, after, local))
                continue;
            if (Code.Computations[local].Kind == ComputationKind.JoinSet)
                DropSet(local);
            else
                CloseChannel(local);
        }
    }

    private bool HoldsUsed(int c, int after)
    {
        for (var local = 1; (sets.Exist || channels.Exist) && local < Strands; local++)
        {
            if (HoldsUsed(c, after, local))
                return true;
        }

        return false;
    }

    private bool HoldsUsed(int c, int after, int local)
    {
        var made = Code.Computations[local];
        return made.Parent == c
            && made.Site >= after
            && (
                (made.Kind == ComputationKind.JoinSet && !sets.IsDropped(local))
                || (made.Kind == ComputationKind.Channel && !channels.IsClosed(local))
            );
    }

    /// <summary>A body is left, or dropped before it began: it gives up what it took along.</summary>
    private void ReleaseCaptures(int k, int body)
    {
        foreach (var captured in ownership.Release(body))
        {
            if (Code.Computations[captured].Kind != ComputationKind.Shared)
                GiveUp(k, body, captured);
            else if (ownership.GiveUpShare(captured))
                DropUnowned(k, captured);
        }
    }

    private void GiveUp(int k, int body, int owned)
    {
        var kind = Code.Computations[owned].Kind;
        if (kind != ComputationKind.Shared && (kind != ComputationKind.Async || Bodies[owned].Life != Life.New))
            return;
        if (ownership.GiveUp(body, owned))
            DropUnowned(k, owned);
    }

    private void DropUnowned(int k, int future)
    {
        if (Code.Computations[future].Kind != ComputationKind.Shared)
            Collect(k, future);
        else if (Bodies[future].Life != Life.Over)
            Collect(k, Code.Computations[future].Subject);
    }

    /// <summary>What a body on another thread drops while it is left may be dropped before its guards are seen.</summary>
    private void UseLocalsWindow(int k)
    {
        var c = drops.IsEmpty(k) ? tasks[k].Current : drops.FirstOf(k);
        if (c < 0 || Bodies[c].Life != Life.Leaving || Bodies[c].GuardAt >= 0)
            return;
        if ((HoldsUsed(c, Bodies[c].Guard) || (MayDropShared() && ownership.MayHoldAny(c))) && Choose(2) == 1)
            DropLocals(c, Bodies[c].Guard);
    }

    /// <summary>Tasks that were aborted before they began, or that the shutdown finds so, may have been dropped, and given up what they took along.</summary>
    private void DropQuietly(int strand)
    {
        for (var k = 1; k < Strands; k++)
        {
            var mayGo =
                MayEndUnseen(k, polls) || (shuttingDown && tasks[k].Mode == Mode.Idle && !IsJob(k) && !IsDroppedAloud(tasks[k].Root));
            if (k != strand && mayGo && !ownership.HasReleased(tasks[k].Root) && Choose(2) == 1)
                EndUnseen(k);
        }
    }

    // That a share was given up shows only when what is shared is dropped elsewhere.
    private bool MayDropShared() => Awaited < 0 || (AwaitsDrop && SharedAbove(Awaited) >= 0);
}
