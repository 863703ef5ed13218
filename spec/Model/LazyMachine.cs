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
    private long elapsed;
    private int choosing;
    private bool shuttingDown;

    /// <inheritdoc/>
    public override Machine Create() => new LazyMachine();

    /// <inheritdoc/>
    public override bool MayChoose(long time) =>
        Layout.Workers > 1 || Layout.Moves || choosing > 0 || Undelivered > 0 || DriverMayLag(time);

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
        var shared = SharedAbove(c);
        if (shared >= 0 && item.Kind == EventKind.Cancelled)
            return shared;
        var known = Bodies[c].Life != Life.New || parts[c].Polls > 0 ? parts[c].Task : Code.Tasks[c];
        if (!Layout.Moves || (known >= 0 && tasks[known].Mode is Mode.Polling or Mode.Dropping && shared < 0))
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
    public override bool TryClaim(int strand, short thread)
    {
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
            return ClaimForJob(strand, thread);
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
        if (Code.Computations[strand].Kind == ComputationKind.Blocking)
        {
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
        key.Add(elapsed, shuttingDown ? 1 : 0);
        for (var i = 0; i < Strands; i++)
        {
            ref var task = ref tasks[i];
            ref var part = ref parts[i];
            key.Add((int)task.Mode, task.Current, task.Root, task.IsWoken ? 1 : 0, task.Mode == Mode.Polling ? task.Thread : -1);
            key.Add(part.Parent, part.Task, part.Waker, (int)part.Answer, (int)part.Clock, part.Polls, part.Index, part.Start);
            key.Add(part.IsTaken ? 1 : 0, part.IsAborted ? 1 : 0, Math.Min(part.Round, 2));
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
        tasks.AsSpan(0, Strands).Fill(new Task { Current = -1, Root = -1, FirstDrop = -1 });
        parts
            .AsSpan(0, Strands)
            .Fill(
                new Part
                {
                    Parent = -1,
                    Task = -1,
                    Waker = -1,
                    NextDrop = -1,
                }
            );
        (elapsed, choosing, shuttingDown) = (0, 0, false);
        StartTask(0, 0);
    }

    protected override void OnCopy(Machine other)
    {
        var from = (LazyMachine)other;
        Copy(ref tasks, from.tasks, Strands);
        Copy(ref parts, from.parts, Strands);
        (elapsed, choosing, shuttingDown) = (from.elapsed, from.choosing, from.shuttingDown);
    }

    protected override void Make(int maker, Computation made)
    {
        switch (made.Kind)
        {
            case ComputationKind.Handle:
                StartTask(made.Id, made.Subject);
                break;
            case ComputationKind.Blocking:
                Submit(made.Id);
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
        for (var k = 0; k < Strands; k++)
        {
            if (k == strand || tasks[k].Mode != Mode.Polling || tasks[k].Current < 0)
                continue;
            var c = tasks[k].Current;
            ref var body = ref Bodies[c];
            if (body.Life == Life.Leaving && body.Guard < 0)
            {
                if (c == tasks[k].Root && Choose(2) == 1)
                    TryEndPoll(k);
                continue;
            }

            var code = Code.Computations[c].Body;
            if (body.Life == Life.Running && body.Pc < code.Length && body.Stage == 1 && code[body.Pc].Op is Op.Abort or Op.Wake && Choose(2) == 1)
            {
                TakeEffect(code[body.Pc]);
                body.Stage = 2;
            }
        }
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
