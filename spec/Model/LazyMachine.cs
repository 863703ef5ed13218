using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>
/// Tokio's semantics with every choice left free that its documentation does not settle: any woken task may be polled next, by any
/// worker. A strand is a task (0 is the root, others have their handle's number), a job off the executor, or a shared
/// computation, whose inner one is dropped when its last reader is gone.
/// </summary>
internal sealed partial class LazyMachine : Machine
{
    private Task[] tasks = [];
    private Part[] parts = [];
    private int choosing;
    private int quietTasks;
    private int openEffects;
    private int acting;
    private bool shuttingDown;

    /// <inheritdoc/>
    public override Machine Create() => new LazyMachine();

    /// <inheritdoc/>
    public override bool MayChoose(in Event item) =>
        quietTasks > 0
        || openEffects > 0
        || Undelivered > 0
        || (choosing > 0 && HasOpenOrder())
        || (Layout.HasMoves && IsOfUnknownTask(in item))
        || (Layout.Workers > 1 && (shuttingDown || AnyEnds()))
        || DriverMayLag(item.Time);

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
        var shared = Layout.HasMoves ? SharedAbove(c) : -1;
        var known = IsNew(c) ? TaskOfNew(c) : parts[c].Task;
        if (!Layout.HasMoves || !IsOfUnknownTask(in item))
            return known;
        var candidates = 0;
        for (var k = 0; k < Strands; k++)
            candidates += IsLive(k) || k == shared ? 1 : 0;
        var choice = Choose(candidates);
        for (var k = 0; k < Strands; k++)
        {
            if ((IsLive(k) || k == shared) && choice-- == 0)
                return k;
        }

        return known;
    }

    /// <inheritdoc/>
    public override bool TryClaim(int strand, short thread)
    {
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
            return ClaimForJob(strand, thread);

        // Whoever drops the last reader drops the inner computation too, in the middle of its own work.
        if (IsOrphan(strand))
            return true;
        if (Layout.Workers == 1 && thread != 0)
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
            return (short)(Strands + strand);
        if (Layout.Workers == 1 || strand == 0)
            return 0;
        if (tasks[strand].Mode is Mode.Polling or Mode.Dropping)
            return tasks[strand].Thread;
        if (shuttingDown)
            return 0;
        for (short thread = 1; thread <= Layout.Workers; thread++)
        {
            if (!IsTaken(thread))
                return thread;
        }

        return (short)(1 + Choose(Layout.Workers));
    }

    /// <inheritdoc/>
    public override bool TryStep(int strand)
    {
        hasPostponed = false;
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
        {
            if (openEffects > 0)
                UseWindows(strand);
            while (CanStartJob && NextJob != strand && parts[NextJob].IsAborted)
                SkipJob();
            return !(CanStartJob && NextJob == strand && parts[strand].IsAborted) && StepJob(strand);
        }

        if (Layout.Workers > 1)
            UseWindows(strand);
        return StepTask(strand);
    }

    /// <inheritdoc/>
    public override void Key(KeyWriter key)
    {
        WriteCommon(key);
        key.Add(shuttingDown ? 1 : 0);
        for (var i = 0; i < Strands; i++)
        {
            ref var task = ref tasks[i];
            ref var part = ref parts[i];
            key.Add((int)task.Mode, task.Current, task.Root, task.IsWoken ? 1 : 0, task.Mode == Mode.Polling ? task.Thread : -1);
            key.Add(
                task.Mode == Mode.Polling ? task.Slot : -1,
                part.Owed,
                task.HasYielded && task.IsWoken ? task.Thread + 1 : 0,
                task.HasStash ? 1 : 0
            );
            key.Add(part.Parent, part.Task, part.Waker, (int)part.Clock, part.Polls);
            key.Add(part.Cycles, task.Mode == Mode.Polling ? task.Budget : 0);
            key.Add(part.IsTaken ? 1 : 0, part.IsAborted ? 1 : 0, part.Place);

            // What a statement remembers of its polls counts only while it waits; how far it is in one, only during that.
            var stage = Bodies[i].Stage;
            if (stage is 1 or 2)
                key.Add(part.Round);
            if (stage == 2)
                key.Add((int)part.Answer, part.Index, part.Start);
            for (var drop = task.FirstDrop; drop >= 0; drop = parts[drop].NextDrop)
                key.Add(drop);
            key.Add(-1);
        }
    }

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
                    FirstDrop = -1,
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
                    NextDrop = -1,
                }
            );
        (choosing, quietTasks, openEffects, acting, shuttingDown) = (0, 0, 0, -1, false);
        endedMembers = 0;
        StartTask(0, 0);
    }

    protected override void OnCopy(Machine other)
    {
        var from = (LazyMachine)other;
        Copy(ref tasks, from.tasks, Strands);
        Copy(ref parts, from.parts, Strands);
        (choosing, quietTasks, acting, shuttingDown) = (from.choosing, from.quietTasks, -1, from.shuttingDown);
        (openEffects, endedMembers) = (from.openEffects, from.endedMembers);
    }

    protected override void Make(int maker, Computation made)
    {
        switch (made.Kind)
        {
            case ComputationKind.Handle or ComputationKind.Member:
                StartTask(made.Id, made.Subject);
                break;
            case ComputationKind.Blocking:
                Submit(made.Id);
                break;
            case ComputationKind.Interval:
                Bodies[made.Id].Until = Now;
                parts[made.Id].Clock = Clock.Set;
                break;
            case ComputationKind.Sleep:
                Bodies[made.Id].Until = Now + made.Duration;
                parts[made.Id].Clock = Clock.Set;
                break;
        }
    }

    /// <summary>
    /// On several threads what a worker does between two of its events may come before or after another worker's event:
    /// an abort, a wake, the end of a task.
    /// </summary>
    private void UseWindows(int strand)
    {
        if (Layout.Workers > 1 && quietTasks > 0 && DriverLags() && Choose(2) == 1)
            Turn(Now);
        if (HasQuietTasks(strand) && Choose(2) == 1)
            RunQuietTasks(strand);
        for (var k = 0; k < Strands; k++)
        {
            if (k == strand || tasks[k].Mode is not (Mode.Polling or Mode.Dropping))
                continue;
            if (IsEnding(k))
            {
                if (Choose(2) == 1)
                    TryEndPoll(k);
                continue;
            }

            if (tasks[k].HasStash)
                continue;
            UseSetWindow(k);
            if (tasks[k].Mode == Mode.Dropping)
                continue;
            var c = tasks[k].Current;
            ref var body = ref Bodies[c];
            var code = Code.Computations[c].Body;
            if (
                body.Life == Life.Running
                && body.Pc < code.Length
                && body.Stage == 1
                && code[body.Pc].Op is Op.Abort or Op.Wake
                && Choose(2) == 1
            )
            {
                TakeEffect(code[body.Pc]);
                body.Stage = 2;
            }
        }
    }

    /// <summary>Whether a task has no event left before it ends.</summary>
    private bool IsEnding(int k)
    {
        ref var task = ref tasks[k];
        if (task.HasStash)
            return false;
        for (var dropped = task.FirstDrop; dropped >= 0; dropped = parts[dropped].NextDrop)
        {
            if (Bodies[dropped].Life != Life.Leaving || Bodies[dropped].Guard >= 0 || parts[dropped].Owed >= 0)
                return false;
        }

        if (task.Mode != Mode.Polling)
            return task.Mode == Mode.Dropping;
        if (task.Current != task.Root)
            return false;
        ref var body = ref Bodies[task.Root];
        return Code.Computations[task.Root].Kind == ComputationKind.Probe ? body.Stage >= 3 : body.Life == Life.Leaving && body.Guard < 0;
    }

    private bool AnyEnds()
    {
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode is Mode.Polling or Mode.Dropping && IsEnding(k))
                return true;
        }

        return false;
    }

    /// <summary>Whether some combinator may poll its children in more than one order.</summary>
    private bool HasOpenOrder()
    {
        for (var c = 0; c < Strands; c++)
        {
            ref var body = ref Bodies[c];
            if (body.Life != Life.Running || body.Stage is 0 or 3)
                continue;
            var code = Code.Computations[c].Body;
            if (body.Pc >= code.Length || code[body.Pc].Op != Op.Combine)
                continue;
            if (code[body.Pc].Combinator == CombinatorKind.Select || OpenChildren(code[body.Pc]) > 1)
                return true;
        }

        return false;
    }

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
        return Layout.Moves[c] || SharedAbove(owner) >= 0 ? -1
            : IsNew(owner) ? Code.Tasks[c]
            : parts[owner].Task;
    }

    private bool IsTaken(short thread)
    {
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode is Mode.Polling or Mode.Dropping && tasks[k].Thread == thread)
                return true;
        }

        return false;
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
