using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>What polls lead to: answers, ends, wakes.</content>
internal sealed partial class LazyMachine
{
    /// <summary>A child has been polled.</summary>
    private void Reply(int k, int parent, int child, Answer answer)
    {
        ref var task = ref tasks[k];
        if (answer == Answer.Pending)
            parts[child].AskedIn = task.Poll;
        if (parent < 0)
        {
            EndGivingWay(k);
            MayTurnAfter(k);
            task.Current = -1;
            task.Mode = Mode.Idle;
            LeaveSlot(ref task);
            (task.Slot, task.HasNoWorker, task.KeepsWorker) = (-1, false, false);
            acting = -1;
            if (answer != Answer.Ready)
                return;
            var (outcome, value) = ResultFor(k, child);
            if (outcome == Outcome.Panic && k != 0 && !IsJob(k))
                (outcome, value) = (Outcome.Error, Value.Of($"panic: {value.AsText}"));
            EndTask(k, outcome, value);
        }
        else if (Code.Computations[parent].Kind == ComputationKind.Shared)
        {
            // Who looks in vain is woken when it ends, but not when it panics.
            if (IsParallel && (answer == Answer.Pending || ResultFor(k, child).Outcome == Outcome.Panic))
                LetOthersLook(k, parent, areNew: false);
            if (answer == Answer.Ready)
            {
                (Bodies[parent].Outcome, Bodies[parent].Value) = ResultFor(k, child);
                Bodies[parent].Life = Life.Over;
                parts[child].IsTaken = true;
                tasks[parent].EndedAt = moment + 1;
                if (Bodies[parent].Outcome != Outcome.Panic)
                    WakeForEnd(k, parent, parent);
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
        if (IsJob(k))
        {
            EndDriving(k, outcome, value);
            return;
        }

        MayTurnAfter(k);
        ref var task = ref tasks[k];
        (task.Mode, task.Current, task.IsWoken) = (Mode.Done, -1, false);
        (task.EndedAt, task.EndedIn) = (moment + 1, polls);
        acting = -1;
        if (k == 0)
        {
            (shuttingDown, shutDownAt) = (true, Now);
            return;
        }

        (Bodies[k].Outcome, Bodies[k].Value) = (outcome, value);
        if (Code.Computations[k].Kind == ComputationKind.Member)
            EndMember(k);
        else
            WakeForEnd(k, k, parts[k].Waker);
    }

    /// <summary>Something has ended unseen: it did so at some moment after the last event of who ended it, and after it was asked in vain.</summary>
    private void WakeForEnd(int by, int asked, int waker)
    {
        (endedSince, askedIn) = (tasks[by].Since, parts[asked].AskedIn);
        Wake(waker);
        endedSince = Timers.NotYet;
    }

    /// <summary>Calls a waker: of a task, or of a shared computation, which wakes all its readers.</summary>
    private void Wake(int waker)
    {
        if (waker < 0)
            return;
        if (Code.Computations[waker].Kind == ComputationKind.Shared)
            WakeReaders(waker);
        else if (IsLive(waker) && !tasks[waker].IsWoken && !WasWokenBefore(waker))
            WakeTask(waker);
        else
            tasks[waker].WasWokenAgain = OnThreads;
    }

    /// <summary>Something unseen may have woken a task before: then it does not displace what its waker's worker keeps.</summary>
    private bool WasWokenBefore(int k)
    {
        if (Layout.Workers == 1 || acting <= 0 || tasks[k].Mode != Mode.Idle || tasks[acting].Slot < 0)
            return false;
        var ways = Rouse(k, -1);
        if (ways > 0 && Choose(ways + 1) is > 0 and var choice)
            Rouse(k, choice - 1);
        return tasks[k].IsWoken;
    }

    private void WakeTask(int k)
    {
        ref var task = ref tasks[k];
        if (k == looking || (endedSince <= task.Began && askedIn != task.Poll))
        {
            // It may have been woken for this poll, or for the last one.
            task.MayBeWoken = true;
            return;
        }

        if (IsJob(k) && Layout.Workers == 1 && task.Mode == Mode.Polling && turning != Timers.NotYet)
        {
            // The worker's turn may have come before this poll, which then needs no other, unless it is what waits for the timer.
            (task.IsWoken, task.MayBeWoken) = armedAt < task.Began && Choose(2) == 1 ? (task.IsWoken, true) : (true, task.MayBeWoken);
            return;
        }

        if (task.Mode == Mode.Polling && MayHaveTurnedBefore(k))
        {
            // It may have been woken for this poll.
            task.MayBeWoken = Layout.Workers > 1;
            return;
        }

        task.IsWoken = true;
        // Who is woken in the middle of its poll is scheduled when that ends, by whoever polls it, behind all others, and kept by nobody
        // (tokio, runtime/task/state.rs, transition_to_notified_by_ref and _by_val; harness.rs, PollFuture::Notified: yield_now).
        var isPolled = IsHeld(k, Now);
        task.NoticedAt =
            isPolled ? Timers.NotYet
            : Layout.Workers > 1 && IsExact && !shuttingDown ? Math.Min(noticing, FirstTurnFor(k))
            : noticing;
        task.WokenIn = turning == Timers.NotYet || Layout.Workers > 1 ? polls : turning - 1;
        if (task.Mode == Mode.Idle)
            task.Since = moment;
        else if (isPolled || !MayHaveScheduled(k))
            return;

        // Its poll may have ended unseen before: then it is scheduled now.
        Keep(k);
    }

    /// <summary>Whether the driver turns, and may do so before a task's poll that goes on.</summary>
    private bool MayHaveTurnedBefore(int k) => turning != Timers.NotYet && (Layout.Workers == 1 || turning <= tasks[k].Began);

    private bool MayHaveScheduled(int k) => Layout.Workers > 1 && acting > 0 && acting != k && (tasks[acting].Slot < 0 || Choose(2) == 1);

    /// <summary>What a task did in the poll that goes on has woken another one whose look at it, told only now, came before.</summary>
    private void KeepFor(int waking, int since, int k)
    {
        var by = acting;
        acting = waking;
        if (IsInPollSince(waking, since) && MayHaveScheduled(k))
            Keep(k);
        acting = by;
    }

    private bool IsInPollSince(int k, int since) => tasks[k].Mode == Mode.Polling && tasks[k].Began < since;

    /// <summary>
    /// A worker of several keeps the task that it scheduled last for itself: nobody takes it away. The
    /// driver is turned by any of them, before its next poll: what it wakes may be kept by each that has begun one since.
    /// </summary>
    private void Keep(int scheduled)
    {
        if (acting > 0 && scheduled > 0 && scheduled != acting && !tasks[acting].HasNoWorker && !IsJob(acting) && !IsJob(scheduled))
            tasks[acting].Slot = scheduled;
    }

    private bool IsKept(int k)
    {
        for (var other = 1; Layout.Workers > 1 && k > 0 && other < Strands; other++)
        {
            if (
                tasks[other].Mode == Mode.Polling
                && !IsJob(other)
                && !tasks[other].HasNoWorker
                && (tasks[other].Slot == k || tasks[other].Began >= tasks[k].NoticedAt)
            )
                return true;
        }

        return false;
    }

    private void WakeReaders(int shared)
    {
        if (IsParallel && Bodies[shared].Life != Life.Over && PollerOf(Code.Computations[shared].Subject, -1) is >= 0 and var poller)
            LetOthersLook(poller, shared, areNew: true);
        var asked = askedIn;
        for (var c = 0; c < Strands; c++)
        {
            if (!IsAsking(c, shared))
                continue;
            // Whom this has woken before it asked, or for the poll in which it asked again, asks still.
            var k = parts[c].Task;
            var mayPrecede = MayHaveTurnedBefore(k) || (endedSince <= tasks[k].Began && asked != tasks[k].Poll);
            if (k != looking && !(mayPrecede && IsAskedInPoll(c, k)))
                parts[c].Asking &= ~BitFor(c, shared);
            askedIn = asked;
            Wake(Context(k, c));
        }
    }

    /// <summary>A waker that is given up may just have been called.</summary>
    private void MayHaveWoken(int waker)
    {
        if (waker < 0)
            return;
        if (Code.Computations[waker].Kind != ComputationKind.Shared)
            tasks[waker].MayBeWoken |= IsLive(waker);
        for (var c = 0; Code.Computations[waker].Kind == ComputationKind.Shared && c < Strands; c++)
        {
            if (IsAsking(c, waker))
                MayHaveWoken(Context(parts[c].Task, c));
        }
    }

    /// <summary>A thread of the pool finds that the next jobs were aborted.</summary>
    private bool SkipAborted()
    {
        var any = false;
        for (int at; (at = NextCalledOff()) >= 0; any = true)
            SkipJob(at);
        return any;
    }

    private bool DeliverEnded()
    {
        var any = Undelivered > 0;
        for (var job = 0; Undelivered > 0 && job < Strands; job++)
        {
            if (Jobs[job].State != JobState.Ended)
                continue;
            DeliverNow(job);
            WakeForEnd(job, job, parts[job].Waker);
        }

        return any;
    }
}
