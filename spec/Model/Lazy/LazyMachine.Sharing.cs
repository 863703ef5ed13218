using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Shared computations: polled by whichever of their readers is polled, one at a time (futures-util, shared.rs).</content>
internal sealed partial class LazyMachine
{
    // A panic only marks it: readers that wait are not woken, those that are polled later panic with this (shared.rs, Reset and POISONED).
    private const string Poisoned = "shared future panicked";

    private void PollShared(int k, int parent, int shared)
    {
        var inner = Code.Computations[shared].Subject;
        if (shared != lookedAt && Bodies[shared].Life != Life.Over && tasks[k].Mode == Mode.Polling)
        {
            // Who polls it may have got its answer just before.
            while (PollerOf(inner, k) is >= 0 and var other && IsFree(other) && Choose(2) == 1 && TryLeave(other, inner)) { }
            if (IsParallel && PollerOf(inner, k) < 0)
                LetOthersAsk(shared);
        }

        if (Bodies[shared].Life == Life.Over)
        {
            Reply(
                k,
                parent,
                shared,
                Bodies[shared].Outcome != Outcome.Panic && EndedTooLate(k, parent, shared) ? Answer.Pending : Answer.Ready
            );
            return;
        }

        // What gave way in it may have woken those who asked before.
        if (shared != lookedAt && IsKeptForReaders(shared) && Choose(2) == 1)
            WakeKept(shared);
        parts[parent].Asking |= BitFor(parent, shared);
        parts[parent].AskedIn = tasks[k].Poll;
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

    private bool IsFree(int k) => (running & BitOf(k)) == 0;

    /// <summary>A task goes on without an event until it polls a computation no more.</summary>
    private bool TryLeave(int k, int computation)
    {
        var by = acting;
        while (!isImpossible && IsIn(k, computation))
            isImpossible = Proceed(k) is Progress.Emitted or Progress.Blocked;
        acting = by;
        return !isImpossible;
    }

    /// <summary>The task that polls a shared computation and may leave it without an event, or -1: what it did there may have woken its readers.</summary>
    private int LeaverOf(int shared, int k) =>
        Code.Computations[shared].Kind == ComputationKind.Shared
        && PollerOf(Code.Computations[shared].Subject, k) is >= 0 and var other
        && IsFree(other)
        && GoesOnSilently(tasks[other].Current)
            ? other
            : -1;

    /// <summary>A panic of what is shared is that of the task which polled it; who asks later hears of it.</summary>
    private (Outcome Outcome, Value Value) ResultFor(int k, int x) =>
        Code.Computations[x].Kind == ComputationKind.Shared && Bodies[x].Outcome == Outcome.Panic && parts[x].Task != k
            ? (Outcome.Panic, Value.Of(Poisoned))
            : ResultOf(x);
}
