using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Giving way: which threads call the wakers that were deferred on them, and when. If a task is polled before for another wake, they wake
/// it once more.
/// </content>
internal sealed partial class LazyMachine
{
    private readonly DeferredWakers deferred = new();

    private void GiveWay(int k, int waker)
    {
        if (waker == k)
            deferred.GiveWay(k);
        else if (!OnThreads && IsWokenAtOnce(k))
            Wake(waker);
        else
            deferred.Keep(waker, tasks[k].Thread);
    }

    private bool IsWokenAtOnce(int k) => IsJob(k) || tasks[k].HasNoWorker || (k == 0 && Layout.Workers > 1);

    /// <summary>A poll that gave way has ended. Who has no worker, or is polled by none, is woken at once.</summary>
    private void EndGivingWay(int k)
    {
        if (!deferred.EndPoll(k))
            return;
        if (IsWokenAtOnce(k))
            Wake(k);
        else
            deferred.Keep(k, tasks[k].Thread);
    }

    /// <summary>Whether a thread on which a task gave way has nothing else to do.</summary>
    private bool HasItsTurn(int k)
    {
        var open = deferred.ThreadsOf(k);
        for (var other = 0; open != 0 && other < Strands; other++)
        {
            // A worker that was handed over goes on under another number.
            if (tasks[other].Mode == Mode.Polling && HoldsWorker(other))
                open &= Code.Has(Op.EnterInPlace) ? 0 : ~DeferredWakers.BitOf(tasks[other].Thread);
        }

        return open != 0;
    }

    /// <summary>A poll begins: each thread on which the task gave way has woken it for this poll, or will wake it later.</summary>
    private void TakeTurns(int k)
    {
        ref var task = ref tasks[k];
        var isWoken = task.IsWoken || task.MayBeWoken;
        for (var open = deferred.ThreadsOf(k); open != 0; open &= open - 1)
        {
            var isLast = (open & (open - 1)) == 0;
            if ((!isLast || isWoken) && Choose(2) == 1)
                continue;
            deferred.CallOn(k, open);
            isWoken = true;
        }
    }

    /// <summary>Whether something that a task reads together with others gave way on a thread that has not woken them yet.</summary>
    private bool IsKeptFor(int shared, int k) => IsKeptForReaders(shared) && Reaches(shared, k);

    private bool IsKeptForReaders(int shared) => deferred.IsKept(shared) && Code.Computations[shared].Kind == ComputationKind.Shared;

    /// <summary>A thread on which a shared computation gave way wakes those who read it now.</summary>
    private void WakeKept(int shared)
    {
        deferred.CallOn(shared, deferred.ThreadsOf(shared));
        WakeReaders(shared);
    }

    /// <summary>
    /// A poll begins: what gave way may have woken those who read it until then, or wakes them later and who reads it by then too. Who is
    /// about to give way in it may have done so before.
    /// </summary>
    private void TakeKept(int k)
    {
        var outer = running;
        running |= BitOf(k);
        for (var shared = 0; Layout.HasShares && shared < Strands; shared++)
        {
            if (LeaverOf(shared, k) is >= 0 and var poller && IsAtYield(tasks[poller].Current) && Choose(2) == 1)
                TryLeave(poller, Code.Computations[shared].Subject);
            while (IsKeptForReaders(shared) && Choose(2) == 1)
                WakeKept(shared);
        }

        running = outer;
    }

    private bool IsAtYield(int c) =>
        Bodies[c] is { Life: Life.Running, Stage: 1 } body
        && body.Pc < Code.Computations[c].Body.Length
        && Code.Computations[c].Body[body.Pc].Op == Op.Yield;

    /// <summary>Threads with nothing else to do wake those who read what gave way there.</summary>
    private bool WakeAllKept()
    {
        var any = false;
        for (var shared = 0; Layout.HasShares && shared < Strands; shared++)
        {
            while (IsKeptForReaders(shared) && HasItsTurn(shared))
            {
                WakeKept(shared);
                any = true;
            }
        }

        return any;
    }
}
