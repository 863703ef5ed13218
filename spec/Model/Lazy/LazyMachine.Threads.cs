using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Tasks on threads of the machine. What a worker does between two of its events other workers may see before the next one: that it
/// has taken a task, that a shared computation has ended, that a task is not in its set yet.
/// </content>
internal sealed partial class LazyMachine
{
    private bool OnThreads => !IsExact && Layout.Workers > 1;

    // While the runtime shuts down, threads whose work has ended help with the queue (tokio, runtime::Builder, max_blocking_threads).
    protected override int PoolSize => Runtime.PoolSize + (OnThreads && Main.Life is (Life.Leaving or Life.Over) ? Layout.Workers : 0);

    /// <inheritdoc/>
    public override void Accepted(in Event item)
    {
        base.Accepted(in item);
        if (IsExact)
            return;
        if (IntervalOf(in item) is { } interval)
            Ticked(interval, in item);
        else if (item.Kind == EventKind.Created)
            WasMade(item.Subject);
    }

    private void WasMade(int c)
    {
        Bodies[c].Seen = Math.Max(Bodies[c].Seen, Now);
        if (sets.HasEndedOutside(c))
            EndMember(c);
    }

    /// <summary>Whether the poll of a task that was aborted while it was to be polled had begun before that.</summary>
    private bool BeganBeforeAbort(int k)
    {
        ref var task = ref tasks[k];
        if (!OnThreads || !task.MayHaveBegun || (!task.WasWoken && Rouse(k, -1) == 0) || Choose(2) == 0)
            return false;
        if (!task.WasWoken)
            TryRouse(k);
        (task.MayHaveBegun, task.IsWoken) = (false, true);
        return true;
    }

    /// <summary>The poll of a task that is to be aborted, of which no event is left, may have ended before the abort.</summary>
    private void MayHaveEndedPoll(int k)
    {
        if (!OnThreads || k == acting || tasks[k].Mode != Mode.Polling || Choose(2) == 0)
            return;
        var by = acting;
        isImpossible |= !TryEndPoll(k);
        acting = by;
    }

    private void RememberWake(int k)
    {
        if (OnThreads && !parts[k].IsAborted && tasks[k].Mode == Mode.Idle)
            (tasks[k].MayHaveBegun, tasks[k].WasWoken) = (true, tasks[k].IsWoken || tasks[k].MayBeWoken || deferred.IsKept(k));
    }

    /// <summary>Whether a member of a set has ended while it was being spawned: it may not be in the set yet.</summary>
    private bool IsNotInSet(int member)
    {
        ref var maker = ref Bodies[Code.Computations[member].Parent];
        var code = Code.Computations[Code.Computations[member].Parent].Body;
        return OnThreads
            && maker.Life == Life.Running
            && maker.Stage == 2
            && maker.Pc < code.Length
            && code[maker.Pc] is { Op: Op.Create } create
            && create.Target == member
            && Choose(2) == 1;
    }
}
