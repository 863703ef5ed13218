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
        if (shared == lookedAt)
        {
            lookedAt = -1;
            Reply(k, parent, shared, Answer.Pending);
        }
        else if (Bodies[shared].Life == Life.Over)
            Reply(k, parent, shared, Bodies[shared].Outcome != Outcome.Panic && EndedTooLate(k, shared) ? Answer.Pending : Answer.Ready);
        else if (parts[inner].IsTaken)
            FailShared(k, parent, shared);
        else if (tasks[k].Mode != Mode.Polling || PollerOf(inner, k) is not (>= 0 and var other))
            PollInner(k, parent, shared);
        else if (Choose(2) == 0 || !EndUnseen(other))
            Reply(k, parent, shared, Answer.Pending);
        else
            PollShared(k, parent, shared);
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
            if (other == k || tasks[other].Mode != Mode.Polling)
                continue;
            for (var c = tasks[other].Current; c >= 0; c = parts[c].Parent)
            {
                if (c == inner)
                    return other;
            }
        }

        return -1;
    }

    /// <summary>A panic of what is shared is that of the task which polled it; who asks later hears of it.</summary>
    private (Outcome Outcome, Value Value) ResultFor(int k, int x) =>
        Code.Computations[x].Kind == ComputationKind.Shared && Bodies[x].Outcome == Outcome.Panic && parts[x].Task != k
            ? (Outcome.Panic, Value.Of(Poisoned))
            : ResultOf(x);
}
