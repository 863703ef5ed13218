using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

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
            var deadline = NextDeadline();
            if (deadline >= time)
                break;
            Turn(deadline);
            if (!TryRunAll(time))
                return false;
        }

        return true;
    }

    protected override void OnAdvanced()
    {
        if (HasFreeWorker())
            Turn(Now);
    }

    protected override long NextOwnTime()
    {
        var next = shuttingDown ? long.MaxValue : NextDeadline();
        for (var k = 0; k < Strands; k++)
        {
            if (tasks[k].Mode == Mode.Polling)
                next = Math.Min(next, Bodies[tasks[k].Current].Until);
        }

        return next;
    }

    private void StartTask(int k, int root)
    {
        tasks[k] = tasks[k] with { Mode = Mode.Idle, Root = root, Current = -1, IsWoken = true };
    }

    /// <summary>Whatever can happen at this time without an event happens; false when an event has to come.</summary>
    private bool TryRunAll(long time)
    {
        for (var again = true; again; )
        {
            again = DeliverEnded();
            while (CanStartJob && parts[NextJob].IsAborted)
            {
                SkipJob();
                again = true;
            }

            for (var k = 0; k < Strands; k++)
            {
                if (tasks[k].Mode is not (Mode.Polling or Mode.Dropping))
                    continue;
                if (!IsHeld(k, time) && !TryEndPoll(k))
                    return false;
            }

            if (HasFreeWorker() && DriverLags())
                Turn(Now);
            for (var k = 0; k < Strands; k++)
            {
                if (!MustRun(k))
                    continue;
                again = true;
                if (!TryBegin(k) || !TryEndPoll(k))
                    return false;
            }
        }

        return true;
    }

    private bool MustRun(int k)
    {
        if (tasks[k].Mode != Mode.Idle)
            return shuttingDown && IsOrphan(k) && SharedIsSuspended(k);
        return shuttingDown || (tasks[k].IsWoken && HasFreeWorkerFor(k));
    }

    private bool IsHeld(int k, long time) =>
        tasks[k].Mode == Mode.Polling && tasks[k].FirstDrop < 0 && IsComputing(tasks[k].Current) && Bodies[tasks[k].Current].Until >= time;

    private bool HasFreeWorkerFor(int k) => k == 0 && Layout.Workers > 1 || HasFreeWorker();

    private bool HasFreeWorker()
    {
        var busy = 0;
        for (var k = 0; k < Strands; k++)
            busy += tasks[k].Mode is Mode.Polling or Mode.Dropping && (k > 0 || Layout.Workers == 1) ? 1 : 0;
        return busy < Layout.Workers;
    }

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
            else if (!TryBegin(k))
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
            return IsOrphan(k) && TryDropShared(k);
        if (!task.IsWoken)
            DeliverEnded();
        if (!shuttingDown && DriverLags() && (!task.IsWoken || Choose(2) == 1))
            Turn(Now);
        if (!task.IsWoken)
            RunSilentTasks(k);
        if (shuttingDown && (Layout.Workers == 1 || !task.IsWoken || Choose(2) == 0))
        {
            StartDropping(k);
            return true;
        }

        if (!task.IsWoken)
            return false;
        task.IsWoken = false;
        if (parts[k].IsAborted)
        {
            StartDropping(k);
            return true;
        }

        task.Mode = Mode.Polling;
        Poll(k, -1, task.Root);
        return true;
    }

    private void StartDropping(int k)
    {
        tasks[k].Mode = Mode.Dropping;
        tasks[k].IsWoken = false;
        Collect(k, tasks[k].Root);
    }

    /// <summary>Tasks whose polls emit nothing may wake the one that is to go on.</summary>
    private void RunSilentTasks(int waiting)
    {
        for (var k = 0; k < Strands; k++)
        {
            if (k == waiting || tasks[k].Mode != Mode.Idle || !tasks[k].IsWoken || shuttingDown)
                continue;
            var root = tasks[k].Root;
            var kind = Code.Computations[root].Kind;
            if (kind == ComputationKind.Sleep || (parts[k].IsAborted && (kind != ComputationKind.Async || Bodies[root].Life == Life.New)))
            {
                tasks[k].IsWoken = false;
                if (parts[k].IsAborted)
                {
                    StartDropping(k);
                }
                else
                {
                    tasks[k].Mode = Mode.Polling;
                    Poll(k, -1, root);
                }

                TryEndPoll(k);
            }
        }

        while (!tasks[waiting].IsWoken && CanStartJob && parts[NextJob].IsAborted)
        {
            SkipJob();
            DeliverEnded();
        }
    }

    private Progress Proceed(int k)
    {
        ref var task = ref tasks[k];
        if (task.FirstDrop >= 0)
        {
            var dropped = task.FirstDrop;
            switch (Execute(dropped))
            {
                case Signal.Emitted:
                    return Progress.Emitted;
                case Signal.Left:
                    task.FirstDrop = parts[dropped].NextDrop;
                    break;
            }

            return Progress.Silent;
        }

        if (task.Mode == Mode.Dropping)
        {
            EndTask(k, Outcome.Error, Value.Of("cancelled"));
            return Progress.Ended;
        }

        var c = task.Current;
        switch (Code.Computations[c].Kind == ComputationKind.Probe ? ExecuteProbe(c) : Execute(c))
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

    /// <summary>A child has been polled.</summary>
    private void Reply(int k, int parent, int child, Answer answer)
    {
        ref var task = ref tasks[k];
        if (parent < 0)
        {
            task.Current = -1;
            task.Mode = Mode.Idle;
            if (answer != Answer.Ready)
                return;
            var (outcome, value) = ResultOf(child);
            if (outcome == Outcome.Panic && k != 0)
                (outcome, value) = (Outcome.Error, Value.Of($"panic: {value.AsText}"));
            EndTask(k, outcome, value);
        }
        else if (Code.Computations[parent].Kind == ComputationKind.Shared)
        {
            if (answer == Answer.Ready)
            {
                (Bodies[parent].Outcome, Bodies[parent].Value) = ResultOf(child);
                Bodies[parent].Life = Life.Over;
                parts[child].IsTaken = true;
                WakeReaders(parent);
            }

            Reply(k, parts[parent].Parent, parent, answer);
        }
        else
        {
            parts[parent].Answer = answer;
            task.Current = parent;
        }
    }

    private void EndTask(int k, Outcome outcome, Value value)
    {
        ref var task = ref tasks[k];
        var wasOrphan = IsOrphan(k);
        (task.Mode, task.Current, task.IsWoken) = (Mode.Done, -1, false);
        if (wasOrphan)
            return;
        if (k == 0)
        {
            shuttingDown = true;
            return;
        }

        (Bodies[k].Outcome, Bodies[k].Value) = (outcome, value);
        Wake(parts[k].Waker);
    }

    /// <summary>Calls a waker: of a task, or of a shared computation, which wakes all its readers.</summary>
    private void Wake(int waker)
    {
        if (waker < 0)
            return;
        if (Code.Computations[waker].Kind == ComputationKind.Shared)
            WakeReaders(waker);
        else if (IsLive(waker))
            tasks[waker].IsWoken = true;
    }

    private void WakeReaders(int shared)
    {
        for (var c = 0; c < Strands; c++)
        {
            ref var body = ref Bodies[c];
            if (body.Life != Life.Running || parts[c].Task < 0)
                continue;
            var code = Code.Computations[c].Body;
            if (body.Pc >= code.Length || body.Stage == 0)
                continue;
            var at = code[body.Pc];
            if (at.Target == shared && at.Op is Op.Await or Op.Timeout || (at.Op == Op.Combine && at.Targets.Contains(shared)))
                Wake(Context(parts[c].Task, c));
        }
    }

    private bool DeliverEnded()
    {
        var any = Undelivered > 0;
        for (var job = 0; Undelivered > 0 && job < Strands; job++)
        {
            if (Jobs[job].State != JobState.Ended)
                continue;
            Deliver(job);
            Wake(parts[job].Waker);
        }

        return any;
    }
}
