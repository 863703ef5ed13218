using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Who owns which future, as in Rust: its maker, until an inner body takes it along; of a shared future each body that reads it has a
/// share. What nobody owns any more is to be dropped by the caller. It shows only in programs that share futures.
/// </summary>
internal sealed class Ownership
{
    private Layout layout = null!;
    private Owned[] all = [];

    /// <summary>Whether the program shares futures; without that nothing is kept.</summary>
    public bool Counts { get; private set; }

    /// <summary>Forgets all owners.</summary>
    public void Begin(Layout program)
    {
        (layout, Counts) = (program, program.HasShares);
        if (!Counts)
            return;
        Fit();
        all.AsSpan(0, layout.Code.Computations.Length).Fill(new Owned { Owner = -1 });
    }

    /// <summary>Takes over the owners of another configuration.</summary>
    public void CopyFrom(Ownership other)
    {
        (layout, Counts) = (other.layout, other.Counts);
        if (!Counts)
            return;
        Fit();
        Array.Copy(other.all, all, layout.Code.Computations.Length);
    }

    /// <summary>Writes who owns a future, and what of it.</summary>
    public void Write(KeyWriter key, int future)
    {
        ref var owned = ref all[future];
        key.AddPair((owned.HasReleased ? 1 : 0) | (owned.Shares << 1), owned.Owner);
    }

    /// <summary>A body makes a future, which takes along what its text uses; what is made of another future takes that one over.</summary>
    public void Make(int maker, Computation made)
    {
        if (!Counts)
            return;
        all[made.Id].Owner = maker;
        if (made.Kind == ComputationKind.Shared)
            all[made.Id].Shares = 1;
        if (made.Subject >= 0)
            all[made.Subject].Owner = -1;
        foreach (var captured in layout.Captures[made.Id])
        {
            if (IsShared(captured))
                all[captured].Shares++;
            else
                all[captured].Owner = made.Id;
        }
    }

    /// <summary>Whether a body owns or shares anything that is dropped with its last owner.</summary>
    public bool MayHoldAny(int body)
    {
        if (!Counts || all[body].HasReleased)
            return false;
        var may = layout.Captures[body].Length > 0;
        for (var local = 1; !may && local < layout.Code.Computations.Length; local++)
            may = all[local].Owner == body && layout.Code.Computations[local].Kind is ComputationKind.Shared or ComputationKind.Async;
        return may;
    }

    /// <summary>Whether a body has given up what it took along.</summary>
    public bool HasReleased(int body) => Counts && all[body].HasReleased;

    /// <summary>What a body took along, which it gives up now; nothing the second time.</summary>
    public ReadOnlySpan<int> Release(int body)
    {
        if (!Counts || all[body].HasReleased)
            return [];
        all[body].HasReleased = true;
        return layout.Captures[body];
    }

    /// <summary>A body gives up what it owns.</summary>
    /// <returns>Whether nobody owns that any more; false too when it was not the body's.</returns>
    public bool GiveUp(int body, int owned)
    {
        if (all[owned].Owner != body)
            return false;
        all[owned].Owner = -1;
        return !IsShared(owned) || GiveUpShare(owned);
    }

    /// <summary>A share is given up.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool GiveUpShare(int shared) => --all[shared].Shares == 0;

    private bool IsShared(int future) => layout.Code.Computations[future].Kind == ComputationKind.Shared;

    private void Fit()
    {
        var count = layout.Code.Computations.Length;
        if (all.Length < count)
            all = new Owned[Math.Max(count, 16) * 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Owned
    {
        /// <summary>The body that owns it, or -1; of a shared one, whether its maker still has its share.</summary>
        public int Owner;

        /// <summary>Of a shared one, how many bodies have a share of it.</summary>
        public int Shares;

        /// <summary>Whether its body has given up what it took along.</summary>
        public bool HasReleased;
    }
}
