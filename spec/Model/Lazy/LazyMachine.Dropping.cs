using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Aborts, drops and wakes; what a dropped future takes along; timers.</content>
internal sealed partial class LazyMachine
{
    private readonly DropQueues drops = new();

    private Signal Affect(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        var (before, after) = at.Op switch
        {
            Op.Abort => (EventKind.Aborting, EventKind.Aborted),
            Op.Drop => (EventKind.Dropping, EventKind.Dropped),
            Op.Release => (EventKind.Releasing, EventKind.Released),
            Op.NotifyOne or Op.NotifyWaiters => (EventKind.Notifying, EventKind.Notified),
            _ => (EventKind.Waking, EventKind.Woken),
        };
        if (body.Stage == 0)
        {
            body.Stage = 1;
            openEffects++;
            return Emit(before, c, at.Target, at.Site);
        }

        if (body.Stage == 1)
            TakeEffect(at);
        openEffects--;
        Next(c);
        return Emit(after, c, at.Target, at.Site);
    }

    private void TakeEffect(Instruction at)
    {
        var target = at.Target;
        switch (at.Op)
        {
            case Op.Wake:
                Wake(parts[target].Waker);
                break;
            case Op.Abort when Code.Computations[target].Kind == ComputationKind.Blocking:
                parts[target].IsAborted |= Jobs[target].State == JobState.Queued && !(HasRealThreads && CanStartJob && Choose(2) == 1);
                quietTasks++;
                break;
            case Op.Abort when Code.Computations[target].Kind == ComputationKind.JoinSet:
                AbortMembers(target);
                break;
            case Op.Abort:
                AbortTask(target);
                break;
            case Op.Drop when Code.Computations[target].Kind == ComputationKind.JoinSet:
                DropSet(target);
                break;
            case Op.Drop when Code.Computations[target].Kind == ComputationKind.Channel:
                CloseChannel(target);
                break;
            case Op.Drop:
                parts[target].IsTaken = true;
                break;
            case Op.Release:
                WakeAll(lines.Give(target, (int)at.Number));
                break;
            case Op.NotifyOne:
                WakeAll(lines.NotifyOne(target));
                break;
            case Op.NotifyWaiters:
                WakeAll(lines.NotifyWaiters(target));
                break;
            case Op.Create:
                Make(at.Owner, Code.Computations[target]);
                break;
        }
    }

    /// <summary>What the statement of a body still holds is dropped, in the order of declaration.</summary>
    private void Abandon(int k, int c, Instruction at)
    {
        Disarm(c);
        GiveUpReaders(k, c);
        if (at.Op == Op.Combine)
        {
            choosing--;
            foreach (var child in at.Targets)
                Collect(k, child);
        }
        else if (at.Op == Op.Next)
        {
            Disarm(at.Target);
        }
        else if (at.Op == Op.Timeout || (at.Op == Op.Await && !at.Borrow))
        {
            Collect(k, at.Target);
        }
        else if (at.Op == Op.Await)
        {
            parts[c].Owed = at.Target;
        }
    }

    /// <summary>Whether it is the turn of what a dropped body has borrowed: locals go in the reverse order of their declaration.</summary>
    private bool OwesNow(int c)
    {
        var owed = parts[c].Owed;
        ref var body = ref Bodies[c];
        if (owed < 0 || body.Life != Life.Leaving || body.GuardAt >= 0)
            return false;
        var declared = Code.Computations[owed].Parent == c ? Code.Computations[owed].Site : -1;
        return body.Guard < declared || body.Guard < 0;
    }

    private void DropOwed(int k, int c)
    {
        var rest = drops.SetAside(k);
        Collect(k, parts[c].Owed);
        parts[c].Owed = -1;
        drops.PutBack(k, rest);
    }

    /// <summary>Queues a future to be dropped, after those that it waits for. One that never began goes without an event.</summary>
    private void Collect(int k, int x)
    {
        ref var body = ref Bodies[x];
        var kind = Code.Computations[x].Kind;
        if (parts[x].IsTaken || (kind != ComputationKind.Blocking && body.Life is Life.Leaving or Life.Over or Life.Cancelling))
            return;
        switch (kind)
        {
            case ComputationKind.Sleep:
                Disarm(x);
                break;
            case ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send when IsDroppedAloud(x):
                Enqueue(k, x);
                break;
            case ComputationKind.Probe or ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send:
                body.Life = Life.Over;
                break;
            case ComputationKind.Handle or ComputationKind.Blocking:
                Forget(x);
                break;
            case ComputationKind.Async or ComputationKind.Main when body.Life == Life.New:
                body.Life = Life.Over;
                ReleaseCaptures(k, x);
                break;
            case ComputationKind.Async or ComputationKind.Main:
                var code = Code.Computations[x].Body;
                if (body.Pc < code.Length && body.Stage > 0)
                    Abandon(k, x, code[body.Pc]);
                Enqueue(k, x);
                break;
        }
    }

    private void Enqueue(int k, int x)
    {
        Bodies[x].Life = Life.Cancelling;
        parts[x].Task = k;
        drops.Add(k, x);
    }

    /// <summary>A handle is dropped: its end wakes nobody any more, unless it has just done so.</summary>
    private void Forget(int handle)
    {
        ref var waker = ref parts[handle].Waker;
        if (waker >= 0 && (Jobs[handle].State == JobState.Ended || (IsParallel && MayEndUnseen(handle, LastPollFor(acting)))))
            MayHaveWoken(waker);
        waker = -1;
    }
}
