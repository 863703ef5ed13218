using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// What of a configuration counts for what may come. What is over is left out, or configurations that can do the same would be
/// taken for different ones.
/// </content>
internal sealed partial class LazyMachine
{
    private const long CertainlyDue = 1L << 32;

    /// <inheritdoc/>
    public override void Key(KeyWriter key)
    {
        WriteCommon(key);
        key.Add(shuttingDown ? 1 : 0, shuttingDown && IsExact ? shutDownAt : 0);
        timers.WriteCommon(key, withPassed: Layout.Workers == 1, LastTurn, certainTurn);
        for (var i = 0; i < Strands; i++)
        {
            WriteTask(key, i);
            WritePart(key, i);
            WriteMoments(key, i);
        }
    }

    private void WriteTask(KeyWriter key, int k)
    {
        ref var task = ref tasks[k];
        key.Add(
            ((int)task.Mode << 2)
                | (task.IsWoken ? 2 : 0)
                | (task.MayBeWoken ? 1 : 0)
                | (task.MayHaveBegun ? 64 : 0)
                | (task.WasWoken ? 128 : 0)
        );
        if (task.Mode is Mode.None or Mode.Done)
            return;
        key.Add(task.Root, task.Current, deferred.IsGivingWay(k) ? 1 : 0);
        deferred.Write(key, k);
        if (task.Mode == Mode.Polling)
            key.Add(NamesThreads ? task.Thread : 0, task.Slot, (task.HasNoWorker ? 1 : 0) | (task.KeepsWorker ? 2 : 0));
        drops.Write(key, k);
    }

    // Where the model picks the threads itself, each is as good as another unless a task gave way there.
    private bool NamesThreads => !StopsAtPauses || Code.Has(Op.Yield);

    private void WritePart(KeyWriter key, int c)
    {
        ref var part = ref parts[c];
        ref var body = ref Bodies[c];
        key.Add((part.IsTaken ? 2 : 0) | (part.IsAborted ? 1 : 0), part.Polls, part.Owed);
        timers.Write(key, c);
        if (Layout.HasShares)
        {
            ownership.Write(key, c);
            deferred.Write(key, c);
        }

        if (MayCallWaker(c))
            key.Add(part.Waker);
        if (Code.Has(Op.EnterSelect))
            key.Add(part.Enabled);
        if (lines.Exist)
            lines.Write(key, c);
        if (channels.Exist)
            channels.Write(key, c);
        if (sets.Exist)
            sets.Write(key, c);
        if (IsParallel && sets.Exist && sets.WakerOf(c) >= 0 && sets.LeftAt(c) > 0)
            key.Add(SeenSince(c, sets.LeftAt(c)));
        if (body.Life is not (Life.New or Life.Over) || Code.Computations[c].Kind == ComputationKind.Shared)
            key.Add(part.Parent, part.Task);

        // What a statement remembers of its polls counts only while it waits; how far it is in one, only during that.
        if (body.Stage is 1 or 2)
            key.Add(part.IsCounted ? part.Round : Math.Min(part.Round, 1), part.IsCounted ? 1 : 0);
        if (body.Stage == 2)
            key.Add((int)part.Answer, part.Index, part.Start);
    }

    private bool MayCallWaker(int c) =>
        Code.Computations[c].Kind switch
        {
            ComputationKind.Handle => tasks[c].Mode != Mode.Done,
            ComputationKind.Blocking => Jobs[c].State != JobState.Delivered,
            ComputationKind.Probe or ComputationKind.Acquire or ComputationKind.Notified => true,
            ComputationKind.Channel or ComputationKind.Send => true,
            _ => false,
        };

    // Moments and turns count only by their order.
    private void WriteMoments(KeyWriter key, int k)
    {
        ref var part = ref parts[k];
        var (later, begun, rank) = (0L, 0L, -1L);
        var isMember = Code.Computations[k].Set >= 0;
        var isKnown = (IsParallel || isMember) && tasks[k].EndedAt > 0 && (channels.Holds(k) || (!part.IsTaken && !sets.IsTaken(k)));
        var isDue = timers.IsOn(k) && timers.DueOf(k) != Timers.NotYet;
        if (isDue)
            rank = (timers.DueOf(k) <= LastTurn ? 0 : 1) + (timers.DueOf(k) <= certainTurn ? CertainlyDue : 0);
        for (var other = 0; (isKnown || isDue) && other < Strands; other++)
        {
            ref var task = ref tasks[other];
            var bit = 1L << (other % 64);
            if (isKnown && tasks[k].EndedAt > task.Since && (isMember || task.Mode == Mode.Polling || task.IsWoken || task.MayBeWoken))
                later |= bit;
            if (isDue && task.Mode == Mode.Polling && timers.DueOf(k) >= task.Began)
                begun |= bit;
            if (isDue && timers.IsOn(other) && timers.DueOf(other) < timers.DueOf(k))
                rank += 2;
        }

        for (
            var other = 1;
            Layout.Workers > 1 && k > 0 && tasks[k].IsWoken && tasks[k].NoticedAt != Timers.NotYet && other < Strands;
            other++
        )
        {
            if (tasks[other].Mode == Mode.Polling && tasks[other].Began >= tasks[k].NoticedAt)
                begun |= 1L << (other % 64);
        }

        if (channels.Holds(k) && Layout.Workers > 1)
            begun = IsInPollSince(part.Task, tasks[k].EndedAt) ? 1 : 0;
        var mayBeMissed = Layout.Workers > 1 && !timers.IsOn(k) && part.Task >= 0 && timers.NoticedAt(k) > tasks[part.Task].Since;
        key.Add(later, begun, rank, (Layout.Workers == 1 && tasks[k].IsWoken && tasks[k].WokenIn < polls) || mayBeMissed ? 1 : 0);
        if (isKnown && isMember && IsExact)
            WriteRivals(key, k);
    }
}
