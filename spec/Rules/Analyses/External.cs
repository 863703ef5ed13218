using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>The promises that the event loop settles, timers, answers of the network and jobs off the loop, and what is known of when it does.</summary>
internal sealed class External
{
    private Entry[] entries = [];
    private bool exact;

    /// <summary>Forgets all.</summary>
    public void Begin(ClockKind clock, int computations)
    {
        exact = clock != ClockKind.Real;
        if (entries.Length < computations)
            entries = new Entry[computations * 2];
        entries.AsSpan(0, computations).Clear();
    }

    /// <summary>Whether the loop settles this promise.</summary>
    public bool Contains(int promise) => entries[promise].Exists;

    /// <summary>How it ends.</summary>
    public PromiseState Outcome(int promise) => entries[promise].Outcome;

    /// <summary>A timer was armed or a job handed over.</summary>
    public void Create(Computation computation, long time, int turn) =>
        entries[computation.Id] = new Entry
        {
            Exists = true,
            IsTimer = computation.Kind is ComputationKind.Sleep or ComputationKind.Echo,
            Deadline = time + computation.Duration,
            Turn = turn,
            Outcome = PromiseState.Fulfilled,
        };

    /// <summary>A job off the loop ended; the loop hears of it later.</summary>
    public void Complete(int job, PromiseState outcome)
    {
        entries[job].Completed = true;
        entries[job].Outcome = outcome;
    }

    /// <summary>A body awaits it while it is pending, so that its settling cannot go unseen any more.</summary>
    public void MarkAwaited(int promise) => entries[promise].Awaited = true;

    /// <summary>
    /// Whether its settling shows at once: a body waits for it, or no turn of unknown origin came since it was made, in which
    /// what else waits for it could have begun to run.
    /// </summary>
    public bool Shows(int promise, int unknownTurn) => entries[promise].Awaited || entries[promise].Turn >= unknownTurn;

    /// <summary>
    /// Whether it is pending for sure: nothing but the loop settles it, so it is in the turn that made it; while a body waits for it
    /// in view; before its deadline on an exact clock; and before the job's end.
    /// </summary>
    public bool IsPending(int promise, long time, int turn)
    {
        ref readonly var entry = ref entries[promise];
        return entry.Awaited || entry.Turn == turn || (entry.IsTimer ? exact && time < entry.Deadline : !entry.Completed);
    }

    private struct Entry
    {
        public bool Exists;
        public bool IsTimer;
        public bool Completed;
        public bool Awaited;
        public long Deadline;
        public int Turn;
        public PromiseState Outcome;
    }
}
