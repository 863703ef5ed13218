using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Shared computations: polled by whichever of their readers is polled, one at a time (futures-util, shared.rs).</content>
internal sealed partial class LazyMachine
{
    private const string Poisoned = "shared future panicked";

    private void PollShared(int k, int parent, int shared)
    {
        var inner = Code.Computations[shared].Subject;
        if (shared != lookedAt && Bodies[shared].Life != Life.Over && tasks[k].Mode == Mode.Polling)
        {
            // Who polls it may have got its answer just before.
            while (PollerOf(inner, k) is >= 0 and var other && Choose(2) == 1 && TryLeave(other, inner)) { }
        }

        if (Bodies[shared].Life == Life.Over)
        {
            Reply(k, parent, shared, Bodies[shared].Outcome != Outcome.Panic && EndedTooLate(k, shared) ? Answer.Pending : Answer.Ready);
            return;
        }

        parts[parent].Asking |= PlaceOf(parent, shared);
        parts[parent].AskedAt = moment + 1;
        if (shared == lookedAt)
        {
            lookedAt = -1;
            Reply(k, parent, shared, Answer.Pending);
        }
        else if (parts[inner].IsTaken)
            FailShared(k, parent, shared);
        else if (tasks[k].Mode == Mode.Polling && PollerOf(inner, k) >= 0)
            Reply(k, parent, shared, Answer.Pending);
        else
            PollInner(k, parent, shared);
    }

    /// <summary>Whether a shared computation keeps the waker of a body.</summary>
    private bool IsAsking(int c, int shared) => parts[c].Asking != 0 && Reads(c, shared) && (parts[c].Asking & PlaceOf(c, shared)) != 0;

    /// <summary>The bit of a shared computation among the targets of the statement that a body is at.</summary>
    private long PlaceOf(int c, int shared) => 1L << Math.Max(0, Code.Computations[c].Body[Bodies[c].Pc].Targets.AsSpan().IndexOf(shared));

    /// <summary>Whether a body waits for a shared computation.</summary>
    private bool Reads(int c, int shared)
    {
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        if (body.Life != Life.Running || parts[c].Task < 0 || body.Pc >= code.Length || body.Stage == 0)
            return false;
        var at = code[body.Pc];
        if (at.Op == Op.Combine)
            return at.Targets.AsSpan().IndexOf(shared) is >= 0 and var place && !IsDisabled(at, place, ref parts[c]);
        return at.Target == shared && at.Op is Op.Await or Op.Timeout;
    }

    /// <summary>Whoever polls the inner computation gets its answer first; others may ask meanwhile.</summary>
    private void PollInner(int k, int parent, int shared)
    {
        (parts[shared].Parent, parts[shared].Task) = (parent, k);
        Poll(k, shared, Code.Computations[shared].Subject);
    }

    private void FailShared(int k, int parent, int shared)
    {
        (parts[shared].Parent, parts[shared].Task) = (parent, k);
        (Bodies[shared].Life, Bodies[shared].Outcome, Bodies[shared].Value) = (Life.Over, Outcome.Panic, Value.Of(UsedUp));
        Reply(k, parent, shared, Answer.Ready);
    }

    /// <summary>The task that is in the middle of a poll of a computation, other than this one, or -1.</summary>
    private int PollerOf(int inner, int k)
    {
        for (var other = 0; other < Strands; other++)
        {
            if (other != k && IsIn(other, inner))
                return other;
        }

        return -1;
    }

    private bool IsIn(int k, int computation)
    {
        var c = tasks[k].Mode == Mode.Polling ? tasks[k].Current : -1;
        while (c >= 0 && c != computation)
            c = parts[c].Parent;
        return c >= 0;
    }

    /// <summary>A task goes on without an event until it polls a computation no more.</summary>
    private bool TryLeave(int k, int computation)
    {
        var by = acting;
        while (!isImpossible && IsIn(k, computation))
            isImpossible = Proceed(k) is Progress.Emitted or Progress.Blocked;
        acting = by;
        return !isImpossible;
    }

    /// <summary>The task in whose poll a shared computation has ended, though nobody has been told, or -1.</summary>
    private int EnderOf(int shared, int k)
    {
        if (Code.Computations[shared].Kind != ComputationKind.Shared || Bodies[shared].Life == Life.Over)
            return -1;
        var inner = Code.Computations[shared].Subject;
        ref var body = ref Bodies[inner];
        var hasEnded = body.Life == Life.Over || (body.Life == Life.Leaving && body.Guard < 0);
        return hasEnded && body.Outcome != Outcome.Panic && PollerOf(inner, k) is >= 0 and var other && tasks[other].Current == inner
            ? other
            : -1;
    }

    /// <summary>A panic of what is shared is that of the task which polled it; who asks later hears of it.</summary>
    private (Outcome Outcome, Value Value) ResultFor(int k, int x) =>
        Code.Computations[x].Kind == ComputationKind.Shared && Bodies[x].Outcome == Outcome.Panic && parts[x].Task != k
            ? (Outcome.Panic, Value.Of(Poisoned))
            : ResultOf(x);
}
