using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// What happens without an event, on other threads or in polls that emit nothing. The trace does not say when. It is assumed as
/// late as possible: when an event shows that it must have happened, or else when time passes.
/// </content>
internal sealed partial class LazyMachine
{
    /// <summary>A task at rest is to go on: something unseen may have woken it.</summary>
    private void TryRouse(int k)
    {
        var outer = running;
        running |= BitOf(k);
        SkipAborted();
        var ways = Rouse(k, -1);
        var isReady = tasks[k].MayBeWoken || deferred.IsKept(k) || (shuttingDown && !IsJob(k));
        if (ways > 0 && Choose(isReady ? ways + 1 : ways) is var choice && choice < ways)
            Rouse(k, choice);
        running = outer;
    }

    /// <summary>Counts what may have woken a task, and does the chosen one.</summary>
    private int Rouse(int k, int chosen)
    {
        var ways = 0;
        if (shuttingDown && !timers.IsShutDown && IsJob(k) && HoldsTimer(k) && ways++ == chosen)
            CloseTimers();
        if (IsExact)
        {
            var turn = shuttingDown && Layout.Workers == 1 ? Timers.NotYet : FirstTurnFor(k);
            if (turn != Timers.NotYet && ways++ == chosen)
                Turn(turn);
        }
        else
        {
            // Workers and jobs go on for a moment beside the shutdown: the driver may have turned just before, or turns once more.
            for (var timer = 0; timer < Strands && !(shuttingDown && timers.IsShutDown); timer++)
            {
                if (MayRouse(timer, k) && ways++ == chosen)
                    TurnFor(timer);
            }
        }

        for (var x = 1; x < Strands; x++)
        {
            if (IsKeptFor(x, k) && ways++ == chosen)
                WakeKept(x);
            if (
                LeaverOf(x, k) is >= 0 and var poller
                && Reaches(x, k)
                && ways++ == chosen
                && TryLeave(poller, Code.Computations[x].Subject)
                && !tasks[k].IsWoken
            )
                TryRouse(k);
            if (x == k || !Reaches(WakerOf(x), k))
                continue;
            if (Jobs[x].State == JobState.Ended)
            {
                if (ways++ != chosen)
                    continue;
                DeliverNow(x);
                WakeForEnd(x, x, parts[x].Waker);
            }
            else if (MayCallInVain(x))
            {
                if (ways++ == chosen)
                    CallInVain(x);
            }
            else if (MayEndUnseen(x, IsJob(k) ? LastPollFor(k) : polls + 1) && ways++ == chosen)
            {
                // The turn that comes before the next poll may have come before this one.
                ahead = 1;
                EndUnseen(x);
                ahead = 0;
            }
        }

        return ways;
    }

    /// <summary>The first turn of the driver that may have woken a task.</summary>
    private int FirstTurnFor(int k)
    {
        var first = Timers.NotYet;
        for (var timer = 0; timer < Strands; timer++)
        {
            if (MayRouse(timer, k))
                first = Math.Min(first, timers.DueOf(timer));
        }

        return first;
    }

    private bool MayRouse(int timer, int k) =>
        timers.IsArmed(timer)
        && Reaches(timers.WakerOf(timer), k)
        && !(shuttingDown && IsExact && timers.DeadlineOf(timer) > shutDownAt)
        && timers.MayBeNoticed(timer, IsJob(k) && Layout.Workers == 1 ? LastPollFor(k) : NextTurn);

    private int WakerOf(int x) =>
        Code.Computations[x] is { Set: >= 0 and var set } ? sets.WakerOf(set)
        : Code.Computations[x].Kind == ComputationKind.Interval ? timers.WakerOf(x)
        : parts[x].Waker;

    private bool Reaches(int waker, int k)
    {
        if (waker < 0 || Code.Computations[waker].Kind != ComputationKind.Shared)
            return waker == k;
        var reaches = false;
        for (var c = 0; !reaches && c < Strands; c++)
            reaches = IsAsking(c, waker) && Reaches(Context(parts[c].Task, c), k);
        return reaches;
    }

    /// <summary>Whether the task of a handle has ended when it is asked in a poll of another one.</summary>
    private bool HasEnded(int k, int handle)
    {
        if (tasks[handle].Mode == Mode.Done)
            return !EndedTooLate(k, handle, handle);
        if (MayEndUnseen(handle, LastPollFor(k)) && Choose(2) == 1)
        {
            // It ended before this poll looked: there is nothing more to wake the task for, but it may have done so.
            if (!AreApart(k, handle))
                parts[handle].Waker = -1;
            looking = k;
            EndUnseen(handle);
            looking = -1;
        }

        parts[handle].Waker = Context(k, handle);
        return tasks[handle].Mode == Mode.Done;
    }

    /// <summary>
    /// What has ended on another thread since a task's last event may have ended only after this poll looked; then it woke who asks for
    /// it.
    /// </summary>
    private bool EndedTooLate(int k, int asking, int ended) => AreApart(k, ended) && CameTooLate(k, asking, tasks[ended].EndedAt);

    private bool CameTooLate(int k, int asking, int endedAt)
    {
        if (endedAt <= tasks[k].Since || isRepeated || Choose(2) == 0)
            return false;
        tasks[k].Missed = endedAt;
        var (waker, by) = (Context(k, asking), acting);
        acting = -1;
        if (waker == k)
            tasks[k].IsWoken = true;
        else
            WakeReaders(waker);
        acting = by;
        return true;
    }

    private void DeliverNow(int job)
    {
        Deliver(job);
        tasks[job].EndedAt = moment + 1;
    }

    /// <summary>Whether a task may have come to its end, before a certain poll, without an event.</summary>
    private bool MayEndUnseen(int k, int before)
    {
        if (IsJob(k))
            return false;
        if (tasks[k].Mode is Mode.Polling or Mode.Dropping)
            return IsParallel && IsEnding(k);
        return (IsQuiet(k) && (Layout.Workers > 1 || shuttingDown || tasks[k].WokenIn < before)) || SleepsNoMore(k, before);
    }

    /// <summary>Lets a task run to its end, or at least until it rests.</summary>
    /// <returns>False when it cannot go on without an event.</returns>
    private bool EndUnseen(int k)
    {
        var by = acting;
        if (tasks[k].Mode == Mode.Idle && (parts[k].IsAborted || (shuttingDown && !RanBeforeShutdown(k))))
        {
            StartDropping(k);
        }
        else if (tasks[k].Mode == Mode.Idle)
        {
            PollUnseen(k);
        }

        var ended = TryEndPoll(k);
        if (ended && IsQuiet(k) && (parts[k].IsAborted || (shuttingDown && Choose(2) == 1)))
        {
            StartDropping(k);
            ended = TryEndPoll(k);
        }

        if (ended && tasks[k].Mode == Mode.Done)
            tasks[k].EndedIn = polls + 1;
        isImpossible |= !ended;
        acting = by;
        return ended;
    }

    /// <summary>Whether somebody may still ask how a task has ended.</summary>
    private bool MayBeRead(int k)
    {
        var handle = Code.Computations[k];
        return handle.Set >= 0
            || (handle.Consumer >= 0 && Bodies[Code.Instructions[handle.Consumer].Owner].Life is Life.New or Life.Running);
    }

    private void PollUnseen(int k)
    {
        if (!tasks[k].IsWoken)
            TurnFor(tasks[k].Root);
        (tasks[k].IsWoken, tasks[k].Began, tasks[k].KeptOn, tasks[k].Poll) = (false, moment, 0, ++begunPolls);
        (tasks[k].Mode, tasks[k].Budget) = (Mode.Polling, Budget);
        Poll(k, -1, tasks[k].Root);
    }

    /// <summary>Whether a task whose poll emits nothing was polled before the runtime began to shut down: only its end shows, and later.</summary>
    private bool RanBeforeShutdown(int k)
    {
        ref var task = ref tasks[k];
        var isSleep = Code.Computations[task.Root].Kind == ComputationKind.Sleep;
        if (
            !IsParallel
            || !MayBeRead(k)
            || parts[k].IsAborted
            || !(isSleep || parts[task.Root].IsTaken)
            || timers.DeadlineOf(task.Root) > shutDownAt
        )
            return false;
        var hadItsTurn =
            Layout.Workers > 1 || (task.IsWoken ? task.WokenIn < tasks[0].EndedIn : timers.DueOf(task.Root) <= tasks[0].EndedIn);
        return hadItsTurn && Choose(2) == 1;
    }

    /// <summary>Whether a poll of a task emits nothing: a sleep as a task, or one that was aborted before it began.</summary>
    private bool IsQuiet(int k)
    {
        if (tasks[k].Mode != Mode.Idle || (shuttingDown ? !IsParallel : !tasks[k].IsWoken))
            return false;
        var root = tasks[k].Root;
        var kind = Code.Computations[root].Kind;
        var goesSilently = !IsDroppedAloud(root);
        return shuttingDown || parts[k].IsAborted ? goesSilently : kind == ComputationKind.Sleep || parts[root].IsTaken;
    }

    /// <summary>Whether a task is nothing but a sleep whose deadline may have been noticed.</summary>
    private bool SleepsNoMore(int k, int before)
    {
        ref var task = ref tasks[k];
        return !shuttingDown
            && task.Mode == Mode.Idle
            && Code.Computations[task.Root].Kind == ComputationKind.Sleep
            && timers.IsArmed(task.Root)
            && timers.MayBeNoticed(task.Root, Layout.Workers > 1 ? moment : before);
    }

    /// <summary>
    /// On several threads what a worker does between two of its events may come before or after another worker's event:
    /// an abort, a wake, the end of the main body.
    /// </summary>
    private void UseWindows(int strand)
    {
        if (strand != 0 && !shuttingDown && tasks[0].Mode == Mode.Polling && IsEnding(0) && Choose(2) == 1)
            EndUnseen(0);
        if (channels.Exist && MovesApart)
            UseReceiverWindows(strand);
        var hasLocals = Layout.HasShares || sets.Exist || channels.Exist;
        for (var k = 0; (openEffects > 0 || hasLocals || lines.Exist || timers.IsUnserved) && k < Strands; k++)
        {
            if (k == strand || tasks[k].Mode is not (Mode.Polling or Mode.Dropping))
                continue;
            var by = acting;
            acting = k;
            if (hasLocals)
                UseLocalsWindow(k);
            if (lines.Exist)
                UseLineWindow(k);
            if (tasks[k].Mode == Mode.Polling)
                UseEffectWindow(tasks[k].Current);
            UseTurnWindow(k);
            acting = by;
        }

        // What was sent in such a window its receiver may have taken in another one.
        if (channels.Exist && MovesApart)
            UseReceiverWindows(strand);
    }

    private void UseEffectWindow(int c)
    {
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        if (body.Life != Life.Running || body.Pc >= code.Length || body.Stage != 1 || !HasWindow(code[body.Pc]))
            return;
        if (Choose(2) == 0)
            return;
        TakeEffect(code[body.Pc]);
        body.Stage = 2;
    }

    private bool HasWindow(Instruction at) =>
        at.Op is Op.Abort or Op.Wake or Op.Release or Op.NotifyOne or Op.NotifyWaiters
        || (at.Op == Op.Drop && Code.Computations[at.Target].Kind is ComputationKind.JoinSet or ComputationKind.Channel)
        || (at.Op == Op.Create && WaitLines.IsWaiter(Code.Computations[at.Target]));

    /// <summary>Whether a task has no event left before it ends.</summary>
    private bool IsEnding(int k)
    {
        ref var task = ref tasks[k];
        for (var dropped = drops.FirstOf(k); dropped >= 0; dropped = drops.After(dropped))
        {
            if (Bodies[dropped].Life != Life.Leaving || Bodies[dropped].Guard >= 0 || Owes(dropped))
                return false;
        }

        if (task.Mode != Mode.Polling)
            return task.Mode == Mode.Dropping;
        if (task.Current != task.Root)
            return false;
        ref var body = ref Bodies[task.Root];
        return Code.Computations[task.Root].IsLeaf ? body.Stage >= 3 : body.Life == Life.Leaving && body.Guard < 0;
    }

    /// <summary>Whether what a dropped body has borrowed emits something when it is dropped in its turn.</summary>
    private bool Owes(int dropped)
    {
        var owed = parts[dropped].Owed;
        return owed >= 0 && IsDroppedAloud(owed);
    }
}
