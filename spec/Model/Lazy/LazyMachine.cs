using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Tokio's semantics with every choice left free that its documentation does not settle: any woken task may be polled next, by any
/// worker. A strand is a task (0 is the root, others have their handle's number) or a job off the executor.
/// </summary>
internal sealed partial class LazyMachine : Machine
{
    private readonly WaitLines lines = new();
    private Task[] tasks = [];
    private Part[] parts = [];
    private int choosing;
    private int quietTasks;
    private int openEffects;
    private int acting;
    private bool shuttingDown;
    private long shutDownAt;
    private bool isImpossible;

    // While who waits for something is woken for its end: the moment since which it may have ended, and the last poll that asked in vain.
    private int endedSince;
    private int askedIn;

    // The tasks whose steps are being taken or whose polls are about to begin, a bit each: what others do meanwhile does not take them further.
    private long running;

    // How many polls have begun.
    private int begunPolls;

    // The task that looks for an end that came before, or -1.
    private int looking;

    // The shared computation that a task looks at while another one polls it, or -1.
    private int lookedAt;

    // A second poll without an event between sees all that has ended: not to see it was the choice of the first one.
    private bool isRepeated;
    private bool hasBegun;

    /// <inheritdoc/>
    public override Machine Create() => new LazyMachine();

    /// <inheritdoc/>
    public override bool MayChoose(in Event item) =>
        IsParallel
        || quietTasks > 0
        || openEffects > 0
        || Undelivered > 0
        || shuttingDown
        || (choosing > 0 && HasOpenOrder())
        || (Layout.HasMoves && IsOfUnknownTask(in item))
        || timers.AnyPasses(item.Time);

    /// <summary>The computation whose code is running in the middle of a poll, if any.</summary>
    public int? Busy()
    {
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode == Mode.Polling)
                return tasks[k].Current;
        }

        return null;
    }

    /// <inheritdoc/>
    public override int StrandOf(in Event item)
    {
        var c = item.Computation;
        if (Code.Computations[c].Kind == ComputationKind.Blocking)
            return c;
        var known = IsNew(c) ? TaskOfNew(c) : parts[c].Task;
        if (!Layout.HasMoves || !IsOfUnknownTask(in item))
            return known;
        var candidates = 0;
        for (var k = 0; k < Strands; k++)
            candidates += IsLive(k) ? 1 : 0;
        var choice = Choose(candidates);
        for (var k = 0; k < Strands; k++)
        {
            if (IsLive(k) && choice-- == 0)
                return k;
        }

        return known;
    }

    /// <inheritdoc/>
    public override bool MayStep(int strand) => IsJob(strand) || IsLive(strand);

    /// <inheritdoc/>
    public override bool TryClaim(int strand, short thread)
    {
        (isRepeated, hasBegun) = (false, false);
        if (IsJob(strand))
        {
            tasks[strand].Thread = thread;
            return ClaimForJob(strand, thread);
        }

        if (Layout.Workers == 1 ? thread != 0 : strand == 0 && thread != 0)
            return false;
        for (var k = 0; k < Strands; k++)
        {
            ref var other = ref tasks[k];
            if (other.Mode is not (Mode.Polling or Mode.Dropping) || (k == strand) != (other.Thread != thread))
                continue;
            if (!TryEndPoll(k))
                return false;
        }

        tasks[strand].Thread = thread;
        return true;
    }

    /// <inheritdoc/>
    public override short ThreadFor(int strand)
    {
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
            return Jobs[strand].Thread != 0 ? Jobs[strand].Thread : (short)(Strands + strand);
        if (Layout.Workers == 1 || strand == 0)
            return 0;
        if (tasks[strand].Mode is Mode.Polling or Mode.Dropping && !(FollowsQueues && IsInSlot(strand) && Choose(2) == 1))
            return tasks[strand].Thread;
        var threads = Threads();
        if (!FollowsQueues && FreeThread(threads) is > 0 and var free)
            return free;
        // The root's thread drops what the shutdown finds, too.
        return (short)(shuttingDown ? Choose(threads + 1) : 1 + Choose(threads));
    }

    /// <inheritdoc/>
    public override bool TryStep(int strand)
    {
        (isRepeated, hasBegun) = (false, false);
        if (!TryReach(strand) || isImpossible || IsPolledByRoot(strand))
            return false;
        moment += 2;
        tasks[strand].Since = moment;
        return true;
    }

    private bool TryReach(int strand)
    {
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
        {
            if (openEffects > 0 || Layout.HasDrivers)
                UseWindows(strand);
            var isCalledOff = Jobs[strand].State == JobState.Queued && IsCalledOff(strand);
            if (Jobs[strand].State == JobState.Queued && !isCalledOff)
                SkipAborted();
            return !isCalledOff && StepJobOrDriven(strand);
        }

        if (Layout.HasShares && MayDropShared())
            DropQuietly(strand);
        if (IsParallel)
            UseWindows(strand);
        return StepTask(strand);
    }

    protected override bool IsCalledOff(int job) => parts[job].IsAborted;

    protected override bool MustStartJobs => !shuttingDown;

    protected override void OnBegin()
    {
        Fit(ref tasks, Strands);
        Fit(ref parts, Strands);
        tasks
            .AsSpan(0, Strands)
            .Fill(
                new Task
                {
                    Current = -1,
                    Root = -1,
                    Slot = -1,
                }
            );
        parts
            .AsSpan(0, Strands)
            .Fill(
                new Part
                {
                    Parent = -1,
                    Task = -1,
                    Waker = -1,
                    Owed = -1,
                }
            );
        (choosing, quietTasks, openEffects, acting, shuttingDown, isImpossible) = (0, 0, 0, -1, false, false);
        (isRepeated, hasBegun, looking, lookedAt, endedSince, begunPolls, running) = (false, false, -1, -1, Timers.NotYet, 0, 0);
        BeginTurns();
        sets.Begin(Layout);
        ownership.Begin(Layout);
        drops.Begin(Strands);
        deferred.Begin(Strands);
        lines.Begin(Code);
        channels.Begin(Code);
        StartTask(0, 0);
    }

    protected override void OnCopy(Machine other)
    {
        var from = (LazyMachine)other;
        Copy(ref tasks, from.tasks, Strands);
        Copy(ref parts, from.parts, Strands);
        (choosing, quietTasks, acting) = (from.choosing, from.quietTasks, -1);
        (shuttingDown, shutDownAt) = (from.shuttingDown, from.shutDownAt);
        (openEffects, isImpossible, isRepeated, hasBegun) = (from.openEffects, false, false, false);
        (looking, lookedAt, endedSince, begunPolls, running) = (-1, -1, Timers.NotYet, from.begunPolls, 0);
        CopyTurns(from);
        sets.CopyFrom(from.sets);
        ownership.CopyFrom(from.ownership);
        drops.CopyFrom(from.drops);
        deferred.CopyFrom(from.deferred);
        lines.CopyFrom(from.lines);
        channels.CopyFrom(from.channels);
    }

    protected override void Make(int maker, Computation made)
    {
        ownership.Make(maker, made);
        switch (made.Kind)
        {
            case ComputationKind.Handle:
                StartTask(made.Id, made.Subject);
                break;
            case ComputationKind.Member:
                sets.Spawn(made.Id);
                StartTask(made.Id, made.Subject);
                break;
            case ComputationKind.Blocking:
                Submit(made.Id);
                break;
            case ComputationKind.Interval:
                timers.Set(made.Id, Since(maker), waker: -1);
                break;
            case ComputationKind.Sleep:
                timers.Set(made.Id, Since(maker) + made.Duration, waker: -1);
                break;
            case ComputationKind.Semaphore or ComputationKind.Acquire or ComputationKind.Notified:
            case ComputationKind.Channel or ComputationKind.Send:
                lines.Make(made);
                break;
        }
    }

    // On a real clock what is made between two events may have been made right after the first.
    private long Since(int maker) => IsExact ? Now : Bodies[maker].Seen;

    /// <summary>Whether the text and the trace so far do not say which task an event belongs to.</summary>
    private bool IsOfUnknownTask(in Event item)
    {
        var c = item.Computation;
        return SharedAbove(c) >= 0 || (IsNew(c) && TaskOfNew(c) < 0);
    }

    private bool IsNew(int c) => Bodies[c].Life == Life.New && parts[c].Polls == 0;

    /// <summary>The task that will begin a computation: that of the body which uses it up, unless it moves before.</summary>
    private int TaskOfNew(int c)
    {
        var consumer = Code.Computations[c].Consumer;
        if (!Layout.HasMoves || consumer < 0 || Code.Instructions[consumer].Op == Op.Create)
            return Layout.Moves[c] ? -1 : Code.Tasks[c];
        var owner = Code.Instructions[consumer].Owner;
        if (IsJob(owner))
            return owner;
        return Layout.Moves[c] || SharedAbove(owner) >= 0 ? -1
            : IsNew(owner) ? Code.Tasks[c]
            : parts[owner].Task;
    }

    /// <summary>The number of the last thread that may poll tasks. Which of them have a worker is known where queues are followed.</summary>
    private int Threads()
    {
        var last = Layout.Workers + WithoutWorker();
        for (var k = 1; FollowsQueues && k < Strands; k++)
            last = IsJob(k) ? last : Math.Max(last, tasks[k].Thread);
        return last;
    }

    private int WithoutWorker()
    {
        var count = 0;
        for (var k = 1; k < Strands; k++)
            count += tasks[k].HasNoWorker ? 1 : 0;
        return count;
    }

    /// <summary>The thread of a worker that is not in a poll, or else one whose poll has no event left; 0 when there is none.</summary>
    private short FreeThread(int threads)
    {
        short ending = 0;
        for (short thread = 1; thread <= threads; thread++)
        {
            if (PolledOn(thread) is not (>= 0 and var k))
                return thread;
            if (ending == 0 && IsEnding(k))
                ending = thread;
        }

        return ending;
    }

    private int PolledOn(short thread)
    {
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode is Mode.Polling or Mode.Dropping && tasks[k].Thread == thread)
                return k;
        }

        return -1;
    }

    private bool IsLive(int k) => tasks[k].Mode is not (Mode.None or Mode.Done);

    private int SharedAbove(int c)
    {
        for (var above = parts[c].Parent; above >= 0; above = parts[above].Parent)
        {
            if (Code.Computations[above].Kind == ComputationKind.Shared)
                return above;
        }

        return -1;
    }
}
