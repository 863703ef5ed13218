using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Tasks: woken, polled, dropped, ended; and how time passes for them.</content>
internal sealed partial class LazyMachine
{
    private enum Progress : byte
    {
        Silent,
        Emitted,
        Paused,
        Blocked,
        Ended,
    }

    protected override bool OnAdvance(long time)
    {
        if (!TryRunAll(time))
            return false;
        while (!shuttingDown && HasFreeWorker())
        {
            var deadline = timers.NextDeadline();
            if (deadline >= time)
                break;
            TurnAt(deadline);
            if (!TryRunAll(time))
                return false;
        }

        return true;
    }

    protected override long NextOwnTime()
    {
        if (StandsStill)
            return long.MaxValue;
        var deadline = timers.NextDeadline();
        var next = shuttingDown || deadline <= Now ? long.MaxValue : deadline;
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode == Mode.Polling)
                next = Math.Min(next, Bodies[tasks[k].Current].Until);
            if (!shuttingDown && WillCallInVain(k) && !timers.HasPassed(k))
                next = Math.Min(next, timers.DeadlineOf(k));
        }

        return next;
    }

    private void StartTask(int k, int root)
    {
        tasks[k] = tasks[k] with
        {
            Mode = Mode.Idle,
            Root = root,
            Current = -1,
            IsWoken = true,
            NoticedAt = Timers.NotYet,
            WokenIn = polls,
        };
        if (Code.Computations[root].Kind == ComputationKind.Sleep || parts[root].IsTaken)
            quietTasks++;
        Keep(k);
    }

    /// <summary>Whatever can happen at this time without an event happens; false when an event has to come.</summary>
    private bool TryRunAll(long time)
    {
        // Polls may have looked before something ended; who did polls no more when the runtime shuts down, or may be kept by who woke it.
        if (Layout.Workers > 1 && !TryEndPolls(time))
            return false;
        isRepeated = Layout.Workers == 1;
        for (var again = true; again; isRepeated = true)
        {
            again = DeliverEnded();
            again |= MustStartJobs && SkipAborted();
            again |= TakeOver();
            if (!TryEndPolls(time))
                return false;
            again |= WakeAllKept();
            if (!shuttingDown && HasFreeWorker() && timers.NextDeadline() <= Now)
                TurnAt(Now);
            for (var k = 0; k < Strands; k++)
            {
                if (!MustRun(k))
                    continue;
                again = true;
                if (!TryBegin(k) || !TryEndPoll(k))
                    return false;
            }

            if (MustCloseTimers())
            {
                again = true;
                CloseTimers();
            }
        }

        return !isImpossible;
    }

    private bool TryEndPolls(long time)
    {
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode is Mode.Polling or Mode.Dropping && !IsHeld(k, time) && !TryEndPoll(k))
                return false;
        }

        return true;
    }

    private bool MustRun(int k)
    {
        if (tasks[k].Mode != Mode.Idle)
            return false;
        if (IsJob(k))
            return tasks[k].IsWoken;
        if (shuttingDown)
            return Layout.Workers == 1 || HasFreeWorkers(Layout.Workers);
        return tasks[k].IsWoken ? HasFreeWorkerFor(k) && !IsKept(k) : HasItsTurn(k);
    }

    private bool IsHeld(int k, long time) =>
        tasks[k].Mode == Mode.Polling && drops.IsEmpty(k) && IsComputing(tasks[k].Current) && Bodies[tasks[k].Current].Until >= time;

    private bool HasFreeWorkerFor(int k) => k == 0 && Layout.Workers > 1 || HasFreeWorker();

    private bool HasFreeWorker() => HasFreeWorkers(1);

    private bool HasFreeWorkers(int count)
    {
        var busy = 0;
        for (var k = 0; k < Strands; k++)
            busy += HoldsWorker(k) ? 1 : 0;
        return busy + count <= Layout.Workers;
    }

    private bool HoldsWorker(int k) =>
        tasks[k].Mode is Mode.Polling or Mode.Dropping
        && !IsJob(k)
        && (k > 0 || Layout.Workers == 1)
        && (shuttingDown || !tasks[k].HasNoWorker);

    /// <summary>Lets a task run until its next event.</summary>
    private bool StepTask(int k)
    {
        while (true)
        {
            if (tasks[k].Mode is Mode.Polling or Mode.Dropping)
            {
                switch (Proceed(k))
                {
                    case Progress.Emitted:
                        return true;
                    case Progress.Paused when StopsAtPauses:
                        return Pause();
                    case Progress.Blocked:
                        return false;
                }
            }
            else if (!MayTakeUp(k) || !TryBegin(k))
            {
                return false;
            }
        }
    }

    /// <summary>Lets a task run to the end of its poll, without an event.</summary>
    private bool TryEndPoll(int k)
    {
        while (tasks[k].Mode is Mode.Polling or Mode.Dropping)
        {
            if (Proceed(k) is Progress.Emitted or Progress.Blocked)
                return false;
        }

        return true;
    }

    private bool TryBegin(int k)
    {
        ref var task = ref tasks[k];
        if (task.Mode != Mode.Idle)
            return false;
        if (!task.IsWoken)
            TryRouse(k);
        var woken = task.IsWoken || task.MayBeWoken || deferred.IsKept(k);
        if (IsJob(k) && !task.IsWoken && (!woken || Choose(2) == 1))
            return TryGiveUp(k);
        if (!IsJob(k) && shuttingDown && (Layout.Workers == 1 || !woken || HasGoneHome || Choose(2) == 0))
        {
            if (Layout.Workers == 1 && RanBeforeShutdown(k))
                PollUnseen(k);
            else
                StartDropping(k);
            return true;
        }

        if (!woken)
            return false;
        TakeTurns(k);
        task.KeptOn = 0;
        TakeKept(k);
        (task.IsWoken, task.MayBeWoken, task.Began) = (false, task.WasWokenAgain, moment);
        (task.WasWokenAgain, task.Poll) = (false, ++begunPolls);
        (task.Since, task.Missed) = (Math.Max(task.Since, task.Missed), 0);
        polls += IsJob(k) ? 0 : 1;
        isRepeated |= hasBegun;
        hasBegun = true;
        if (parts[k].IsAborted && !BeganBeforeAbort(k))
        {
            StartDropping(k);
            return true;
        }

        (task.Mode, task.Budget) = (Mode.Polling, Budget);
        Poll(k, -1, task.Root);
        return true;
    }

    private void StartDropping(int k)
    {
        (tasks[k].Mode, tasks[k].IsWoken, tasks[k].KeptOn) = (Mode.Dropping, false, 0);
        Collect(k, tasks[k].Root);
    }

    private Progress Proceed(int k)
    {
        var outer = running;
        running |= BitOf(k);
        var progress = GoOn(k);
        running = outer;
        return progress;
    }

    private Progress GoOn(int k)
    {
        ref var task = ref tasks[k];
        acting = k;
        if (!drops.IsEmpty(k))
        {
            var dropped = drops.FirstOf(k);
            if (OwesNow(dropped))
            {
                DropOwed(k, dropped);
                return Progress.Silent;
            }

            switch (WaitLines.IsWaiter(Code.Computations[dropped]) ? DropWaiter(dropped) : Execute(dropped))
            {
                case Signal.Emitted:
                    return Progress.Emitted;
                case Signal.Left:
                    drops.RemoveFirst(k);
                    break;
            }

            return Progress.Silent;
        }

        if (task.Mode == Mode.Dropping)
        {
            var (outcome, value) = IsJob(k) ? (Outcome.Panic, ShutDown) : (Outcome.Error, "cancelled");
            EndTask(k, outcome, Value.Of(value));
            return Progress.Ended;
        }

        var c = task.Current;
        switch (Run(c))
        {
            case Signal.Emitted:
                return Progress.Emitted;
            case Signal.Paused:
                return Progress.Paused;
            case Signal.Waiting when IsComputing(c):
                return Progress.Blocked;
            case Signal.Waiting:
                Reply(k, parts[c].Parent, c, Answer.Pending);
                break;
            case Signal.Left:
                Reply(k, parts[c].Parent, c, Answer.Ready);
                break;
        }

        return task.Mode == Mode.Polling ? Progress.Silent : Progress.Ended;
    }

    private Signal Run(int c) =>
        Code.Computations[c].Kind switch
        {
            ComputationKind.Probe => ExecuteProbe(c),
            ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send => ExecuteWaiter(c),
            _ => Execute(c),
        };
}
