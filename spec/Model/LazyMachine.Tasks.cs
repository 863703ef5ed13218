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

    protected override long NextOwnTime()
    {
        var deadline = NextDeadline();
        var next = shuttingDown || deadline <= Now ? long.MaxValue : deadline;
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
        if (Code.Computations[root].Kind == ComputationKind.Sleep || parts[root].IsTaken)
            quietTasks++;
        Keep(k);
    }

    /// <summary>Whatever can happen at this time without an event happens; false when an event has to come.</summary>
    private bool TryRunAll(long time)
    {
        for (var again = true; again; )
        {
            again = DeliverEnded();
            again |= SkipAborted();

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
        if (shuttingDown)
            return Layout.Workers == 1 || HasFreeWorkers(Layout.Workers);
        return tasks[k].IsWoken && HasFreeWorkerFor(k) && !IsKept(k);
    }

    private bool IsHeld(int k, long time) =>
        tasks[k].Mode == Mode.Polling && tasks[k].FirstDrop < 0 && IsComputing(tasks[k].Current) && Bodies[tasks[k].Current].Until >= time;

    private bool HasFreeWorkerFor(int k) => k == 0 && Layout.Workers > 1 || HasFreeWorker();

    private bool HasFreeWorker() => HasFreeWorkers(1);

    private bool HasFreeWorkers(int count)
    {
        var busy = 0;
        for (var k = 0; k < Strands; k++)
            busy += tasks[k].Mode is Mode.Polling or Mode.Dropping && (k > 0 || Layout.Workers == 1) ? 1 : 0;
        return busy + count <= Layout.Workers;
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
            return IsOrphan(k) && (shuttingDown || !StopsAtPauses) && TryDropShared(k);
        if (!task.IsWoken)
            DeliverEnded();
        if (!shuttingDown && DriverLags() && (!task.IsWoken || Choose(2) == 1))
            Turn(Now);
        if (HasQuietTasks(k) && (!task.IsWoken || Choose(2) == 1))
            RunQuietTasks(k);
        if (shuttingDown && (Layout.Workers == 1 || !task.IsWoken || Choose(2) == 0))
        {
            StartDropping(k);
            return true;
        }

        if (!task.IsWoken)
            return false;
        (task.IsWoken, task.HasYielded) = (false, false);
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

    private bool HasQuietTasks(int waiting)
    {
        var any = CanStartJob && parts[NextJob].IsAborted;
        for (var k = 0; (quietTasks > 0 || shuttingDown) && !any && k < Strands; k++)
            any = k != waiting && IsQuiet(k);
        return any;
    }

    /// <summary>Whether a poll of a task emits nothing: a sleep as a task, or one that was aborted before it began.</summary>
    private bool IsQuiet(int k)
    {
        if (tasks[k].Mode != Mode.Idle || (shuttingDown ? Layout.Workers == 1 : !tasks[k].IsWoken))
            return false;
        var root = tasks[k].Root;
        var kind = Code.Computations[root].Kind;
        var goesSilently = kind != ComputationKind.Async || Bodies[root].Life == Life.New || parts[root].IsTaken;
        return shuttingDown || parts[k].IsAborted ? goesSilently : kind == ComputationKind.Sleep || parts[root].IsTaken;
    }

    /// <summary>Tasks whose polls emit nothing may come first, and may wake the one that is to go on.</summary>
    private void RunQuietTasks(int waiting)
    {
        for (var k = 0; k < Strands; k++)
        {
            if (k == waiting || !IsQuiet(k))
                continue;
            if (shuttingDown || parts[k].IsAborted)
            {
                DropQuietly(k);
                continue;
            }

            tasks[k].IsWoken = false;
            tasks[k].Mode = Mode.Polling;
            Poll(k, -1, tasks[k].Root);
            TryEndPoll(k);
        }

        SkipAborted();
        DeliverEnded();
    }

    private void DropQuietly(int k)
    {
        StartDropping(k);
        TryEndPoll(k);
    }

    private Progress Proceed(int k)
    {
        ref var task = ref tasks[k];
        acting = k;
        if (task.FirstDrop >= 0)
        {
            var dropped = task.FirstDrop;
            if (OwesNow(dropped))
            {
                DropOwed(k, dropped);
                return Progress.Silent;
            }

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
            task.Slot = -1;
            acting = -1;
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
        LookFirst(k);
        ref var task = ref tasks[k];
        var wasOrphan = IsOrphan(k);
        (task.Mode, task.Current, task.IsWoken) = (Mode.Done, -1, false);
        if (wasOrphan)
            return;
        acting = -1;
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
        {
            tasks[waker].IsWoken = true;
            Keep(waker);
        }
    }

    /// <summary>
    /// A worker of several keeps the task that it scheduled last for itself, and those that gave way: nobody takes them away.
    /// </summary>
    private void Keep(int scheduled)
    {
        if (acting > 0)
            tasks[acting].Slot = scheduled;
    }

    private bool IsKept(int k)
    {
        for (var other = 0; Layout.Workers > 1 && other < Strands; other++)
        {
            if (
                tasks[other].Mode == Mode.Polling
                && (tasks[other].Slot == k || (tasks[k].HasYielded && tasks[other].Thread == tasks[k].Thread))
            )
                return true;
        }

        return false;
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

    /// <summary>A task that is about to poll a handle on another thread may have done so just before the handle gets its result.</summary>
    private void LookFirst(int handle)
    {
        for (var k = 0; Layout.Workers > 1 && k < Strands; k++)
        {
            if (k == handle || tasks[k].Mode != Mode.Polling || tasks[k].FirstDrop >= 0 || !IsAboutToPoll(k, handle) || Choose(2) == 0)
                continue;
            while (IsAboutToPoll(k, handle))
                Proceed(k);
            acting = -1;
        }
    }

    private bool IsAboutToPoll(int k, int handle)
    {
        var c = tasks[k].Current;
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        if (body.Life != Life.Running || body.Pc >= code.Length || body.Stage is 0 or > 2)
            return false;
        var at = code[body.Pc];
        if (at.Op is Op.Await or Op.Timeout)
            return at.Target == handle && (body.Stage == 1 || parts[c].Answer == Answer.None);
        if (at.Op != Op.Combine || !at.Targets.Contains(handle))
            return false;
        if (body.Stage == 1)
            return true;
        var next = parts[c].Index + (parts[c].Answer == Answer.None ? 0 : 1);
        for (var index = next; index < at.Targets.Length; index++)
        {
            var child = at.Targets[(parts[c].Start + index) % at.Targets.Length];
            if (child == handle)
                return true;
            if (
                !parts[child].IsTaken
                && Code.Computations[child].Kind is not (ComputationKind.Handle or ComputationKind.Blocking or ComputationKind.Sleep)
            )
                return false;
        }

        return false;
    }

    /// <summary>A thread of the pool finds that the next jobs were aborted.</summary>
    private bool SkipAborted()
    {
        var any = false;
        for (; CanStartJob && parts[NextJob].IsAborted; any = true)
            SkipJob();
        return any;
    }

    private bool DeliverEnded()
    {
        var any = Undelivered > 0;
        for (var job = 0; Undelivered > 0 && job < Strands; job++)
        {
            if (Jobs[job].State != JobState.Ended)
                continue;
            LookFirst(job);
            Deliver(job);
            Wake(parts[job].Waker);
        }

        return any;
    }
}
