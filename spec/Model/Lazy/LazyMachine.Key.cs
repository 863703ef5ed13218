using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// What of a configuration counts for what may come. What is over is left out, or configurations that can do the same would be
/// taken for different ones.
/// </content>
internal sealed partial class LazyMachine
{
    private const long IsDueAtAll = 1;
    private const long IsCertainlyDue = 1L << 32;
    private const long WasWoken = 1L << 33;
    private const long WokeForPoll = 1L << 34;
    private readonly List<int> unsettled = [];

    /// <inheritdoc/>
    public override void Key(KeyWriter key)
    {
        WriteCommon(key);
        key.Add(shuttingDown ? 1 : 0, shuttingDown && IsExact ? shutDownAt : 0);
        timers.WriteCommon(key, withPassed: Layout.Workers == 1, LastTurn, certainTurn);
        FindUnsettled();
        for (var i = 0; i < Strands; i++)
        {
            WriteTask(key, i);
            WritePart(key, i);
        }
    }

    // Only few of the others count for a moment: who is in a poll or may be polled, and whose timers are on.
    private void FindUnsettled()
    {
        unsettled.Clear();
        for (var k = 0; k < Strands; k++)
        {
            ref var task = ref tasks[k];
            if (task.Mode == Mode.Polling || task.IsWoken || task.MayBeWoken || timers.IsOn(k) || (sets.Exist && IsLive(k)))
                unsettled.Add(k);
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
            key.Add(
                NamesThreads ? task.Thread : 0,
                task.Slot,
                (task.HasNoWorker ? 1 : 0) | (task.KeepsWorker ? 2 : 0) | (timers.IsUnserved && StillHoldsWorker(k) ? 4 : 0)
            );
        drops.Write(key, k);
    }

    // Where the model picks the threads itself, each is as good as another unless a task gave way there.
    private bool NamesThreads => !StopsAtPauses || Code.Has(Op.Yield);

    private void WritePart(KeyWriter key, int c)
    {
        ref var part = ref parts[c];
        ref var body = ref Bodies[c];
        var moments = MomentsOf(c);
        var (hasTimer, hasMoments) = (timers.HasBeenSet(c), moments != default);
        var flags = (part.IsTaken ? 1 : 0) | (part.IsAborted ? 2 : 0) | (hasTimer ? 4 : 0) | (hasMoments ? 8 : 0);
        key.AddPair(flags | (part.Polls << 4), part.Owed);
        if (hasTimer)
            timers.Write(key, c);
        if (hasMoments)
            key.Add(moments.Later, moments.Begun, moments.Rank);
        if (IsMember(c) && IsExact && MayBeAskedHowItEnded(c))
            WriteRivals(key, c);
        if (Layout.HasShares)
        {
            ownership.Write(key, c);
            deferred.Write(key, c);
        }

        if (MayCallWaker(c))
            key.Add(part.Waker);
        if (Code.Has(Op.EnterSelect))
            key.Add(part.Enabled);
        WriteCollections(key, c);
        if (IsParallel && sets.Exist && sets.WakerOf(c) >= 0 && sets.LeftAt(c) > 0)
            key.Add(SeenSince(c, sets.LeftAt(c)));
        if (body.Life is not (Life.New or Life.Over) || Code.Computations[c].Kind == ComputationKind.Shared)
            key.AddPair(part.Parent, part.Task);

        // What a statement remembers of its polls counts only while it waits; how far it is in one, only during that.
        if (body.Stage is 1 or 2)
            key.AddPair(part.IsCounted ? part.Round : Math.Min(part.Round, 1), part.IsCounted ? 1 : 0);
        if (body.Stage is 1 or 2 && Layout.HasShares)
            key.Add(part.Asking, part.Answered, part.Asking != 0 && IsAskedInPoll(c, part.Task) ? 1 : 0);
        if (body.Stage == 2)
            key.Add((int)part.Answer, part.Index, part.Start);
    }

    // Which kinds stand in them the text says, so that what is left out never makes two configurations alike.
    private void WriteCollections(KeyWriter key, int c)
    {
        var computation = Code.Computations[c];
        if (lines.Exist && (WaitLines.IsWaiter(computation) || WaitLines.IsSource(computation)))
            lines.Write(key, c);
        if (computation.Kind is ComputationKind.Channel or ComputationKind.Send)
            channels.Write(key, c);
        if (sets.Exist && computation.Kind is ComputationKind.JoinSet or ComputationKind.Member)
            sets.Write(key, c);
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
    private (long Later, long Begun, long Rank) MomentsOf(int k)
    {
        ref var part = ref parts[k];
        ref var task = ref tasks[k];
        var later = MayBeAskedHowItEnded(k) ? NotSeenSince(task.EndedAt, bySet: IsMember(k)) : 0;
        var (begun, rank) = (0L, 0L);
        var isOn = timers.IsOn(k);
        if (isOn && timers.DueOf(k) is not Timers.NotYet and var due)
            (begun, rank) = (BegunBefore(due + 1), RankOf(due));
        var wasWoken = task.IsWoken && Layout.Workers == 1 && task.WokenIn < polls;
        if (Layout.Workers > 1)
        {
            if (task.IsWoken && k > 0 && task.NoticedAt != Timers.NotYet)
                begun |= BegunSince(task.NoticedAt);
            if (channels.Holds(k))
                begun = IsInPollSince(part.Task, task.EndedAt) ? 1 : 0;
            wasWoken = !isOn && part.Task >= 0 && timers.NoticedAt(k) > tasks[part.Task].Since;
        }

        return (later, begun, rank | (wasWoken ? WasWoken : 0) | (MayHaveWokenForPoll(k) ? WokeForPoll : 0));
    }

    /// <summary>Whether a task or a job has no event left, and its end may have woken who waits for it before the poll that goes on.</summary>
    private bool MayHaveWokenForPoll(int k)
    {
        if (Jobs[k].State != JobState.Ended && (tasks[k].Mode is not (Mode.Polling or Mode.Dropping) || !IsEnding(k)))
            return false;
        var asked = IsMember(k) ? Code.Computations[k].Set : k;
        return WakerOf(k) is >= 0 and var waker
            && IsLive(waker)
            && tasks[k].Since <= tasks[waker].Began
            && parts[asked].AskedIn != tasks[waker].Poll;
    }

    private bool IsAskedInPoll(int c, int k) => tasks[k].Mode == Mode.Polling && parts[c].AskedIn == tasks[k].Poll;

    private bool IsMember(int k) => Code.Computations[k].Set >= 0;

    private bool MayBeAskedHowItEnded(int k) =>
        tasks[k].EndedAt > 0 && (IsParallel || IsMember(k)) && (channels.Holds(k) || (!parts[k].IsTaken && !sets.IsTaken(k)));

    private long NotSeenSince(int ended, bool bySet)
    {
        var tasksBefore = 0L;
        foreach (var k in unsettled)
        {
            ref var task = ref tasks[k];
            if (ended > task.Since && (bySet || task.Mode == Mode.Polling || task.IsWoken || task.MayBeWoken))
                tasksBefore |= BitOf(k);
        }

        return tasksBefore;
    }

    private long BegunBefore(int moment)
    {
        var begun = 0L;
        foreach (var k in unsettled)
            begun |= tasks[k].Mode == Mode.Polling && tasks[k].Began < moment ? BitOf(k) : 0;
        return begun;
    }

    private long BegunSince(int moment)
    {
        var begun = 0L;
        foreach (var k in unsettled)
            begun |= k > 0 && tasks[k].Mode == Mode.Polling && tasks[k].Began >= moment ? BitOf(k) : 0;
        return begun;
    }

    private long RankOf(int due)
    {
        var rank = IsDueAtAll | (due <= LastTurn ? 0 : 2) | (due <= certainTurn ? IsCertainlyDue : 0);
        foreach (var timer in unsettled)
            rank += timers.IsOn(timer) && timers.DueOf(timer) < due ? 4 : 0;
        return rank;
    }

    private static long BitOf(int k) => 1L << (k % 64);
}
