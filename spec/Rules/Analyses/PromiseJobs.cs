using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>What is known of a promise's state at a moment of the trace.</summary>
internal enum PromiseState : byte
{
    /// <summary>Not settled.</summary>
    Pending,

    /// <summary>Settled with a value.</summary>
    Fulfilled,

    /// <summary>Settled with an error.</summary>
    Rejected,

    /// <summary>The trace does not say whether it is settled.</summary>
    Unclear,
}

/// <summary>
/// The promises of a trace and the jobs that wait for them, moved on by the trace's events as ECMA-262 says (PerformPromiseThen,
/// TriggerPromiseReactions, NewPromiseResolveThenableJob). What the trace does not determine becomes unclear, and so does all that depends on it.
/// </summary>
internal sealed class PromiseJobs
{
    private Promise[] promises = [];

    /// <summary>The jobs.</summary>
    public JobQueue Queue { get; } = new();

    /// <summary>Whether jobs that no program sees may have run before those in front of them in the queue, or not.</summary>
    public bool IsBlurred { get; set; }

    /// <summary>Forgets all.</summary>
    public void Begin(int computations)
    {
        IsBlurred = false;
        if (promises.Length < computations)
            promises = new Promise[computations * 2];
        promises
            .AsSpan(0, computations)
            .Fill(
                new Promise
                {
                    First = -1,
                    Last = -1,
                    Follows = -1,
                    BlurredAt = -1,
                }
            );
        Queue.Clear();
    }

    /// <summary>The state of a promise.</summary>
    public PromiseState State(int promise) => promises[promise].State;

    /// <summary>The promise it was resolved with, or -1.</summary>
    public int Follows(int promise) => promises[promise].Follows;

    /// <summary>The turn in which it was resolved with another promise.</summary>
    public int LockedInTurn(int promise) => promises[promise].LockedInTurn;

    /// <summary>Registers a job that waits for a promise; queues it at once when that is settled.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="target">Who continues, reacts or follows.</param>
    /// <param name="source">The promise.</param>
    /// <param name="at">The event that registers it.</param>
    /// <param name="skips">The outcome that it only passes on, or pending for none.</param>
    /// <returns>The job.</returns>
    public int Wait(JobKind kind, int target, int source, int at, PromiseState skips = PromiseState.Pending)
    {
        var job = Queue.Make(kind, target, source, at);
        Queue[job].Skips = skips;
        ref var promise = ref promises[source];
        if (promise.State is PromiseState.Fulfilled or PromiseState.Rejected)
        {
            Trigger(job, promise.State, kind == JobKind.Resume ? JobNature.SettledAwait : JobNature.Plain);
            return job;
        }

        if (IsBlurred && kind != JobKind.Follow)
            promise.BlurredAt = at;
        if (promise.Last >= 0)
            Queue[promise.Last].Next = job;
        else
            promise.First = job;
        promise.Last = job;
        if (promise.State == PromiseState.Unclear && kind != JobKind.Resume)
            Blur(target);
        return job;
    }

    /// <summary>Resolves or rejects a promise, unless that was done before.</summary>
    public void Attempt(int promise, PromiseState outcome)
    {
        if (promises[promise].Locked)
            return;
        promises[promise].Locked = true;
        Settle(promise, outcome);
    }

    /// <summary>Resolves a promise with another one, unless it was resolved before.</summary>
    public void Adopt(int promise, int adopted, int at, int turn, JobNature nature = JobNature.Adoption)
    {
        if (promises[promise].Locked)
            return;
        promises[promise].Locked = true;
        if (promise == adopted)
        {
            Settle(promise, PromiseState.Rejected);
            return;
        }

        promises[promise].Follows = adopted;
        promises[promise].LockedInTurn = turn;
        promises[promise].Nature = nature;
        Queue.Add(Queue.Make(JobKind.Adopt, promise, adopted, at));
    }

    /// <summary>Settles a promise and queues its jobs in the order of their registration.</summary>
    public void Settle(int promise, PromiseState outcome)
    {
        ref var settled = ref promises[promise];
        if (settled.State is PromiseState.Fulfilled or PromiseState.Rejected)
            return;
        settled.State = outcome;
        for (var job = Take(promise); job >= 0; job = Queue[job].Next)
            Trigger(job, outcome, settled.Nature);
    }

    /// <summary>Runs the jobs at the head of the queue that no program sees; while their order is unknown also those behind others.</summary>
    public void Pump()
    {
        for (var job = NextUnseen(); job >= 0; job = NextUnseen())
            RunUnseen(job);
    }

    /// <summary>From now on the trace does not say whether this promise is settled.</summary>
    public void Blur(int promise)
    {
        ref var blurred = ref promises[promise];
        if (blurred.State != PromiseState.Pending)
            return;
        blurred.State = PromiseState.Unclear;
        for (var job = blurred.First; job >= 0; job = Queue[job].Next)
        {
            if (Queue[job].Kind != JobKind.Resume)
                Blur(Queue[job].Target);
        }
    }

    /// <summary>A reaction's handler began, so its promise is pending for sure.</summary>
    public void Sharpen(int promise)
    {
        if (promises[promise].State == PromiseState.Unclear)
            promises[promise].State = PromiseState.Pending;
    }

    /// <summary>A job shows that an unclear promise is settled by now; what else waited for it may have run or not.</summary>
    public void Reveal(int promise, PromiseState outcome)
    {
        promises[promise].State = outcome;
        for (var job = Take(promise); job >= 0; job = Queue[job].Next)
        {
            if (Queue[job].Place != JobPlace.Done)
                Queue[job].Place = JobPlace.Unclear;
        }
    }

    private int NextUnseen()
    {
        if (IsBlurred)
            return Queue.NextInvisible();
        var head = Queue.Head();
        return head < 0 || Queue[head].IsVisible ? -1 : head;
    }

    private void RunUnseen(int job)
    {
        Queue.Finish(job);
        var (kind, target, source, at) = (Queue[job].Kind, Queue[job].Target, Queue[job].Source, Queue[job].At);
        if (kind == JobKind.Combine)
            Queue.Add(target);
        else if (kind == JobKind.Adopt)
            Queue[Wait(JobKind.Follow, target, source, at)].Astray = IsBlurred;
        else if (kind == JobKind.Follow)
            Copy(target, promises[source].State);
        else
            Settle(target, promises[source].State);
    }

    private void Copy(int promise, PromiseState outcome)
    {
        if (outcome == PromiseState.Unclear)
            Blur(promise);
        else
            Settle(promise, outcome);
    }

    private void Trigger(int job, PromiseState outcome, JobNature nature)
    {
        ref var triggered = ref Queue[job];
        if (triggered.Astray && !IsBlurred && triggered.At < promises[triggered.Source].BlurredAt)
        {
            // It may stand before what the program itself registered meanwhile, or behind.
            Blur(triggered.Target);
            return;
        }

        triggered.Passes = triggered.Skips == outcome;
        triggered.Nature = nature;
        Queue.Add(job);
    }

    private int Take(int promise)
    {
        var first = promises[promise].First;
        (promises[promise].First, promises[promise].Last) = (-1, -1);
        return first;
    }

    private struct Promise
    {
        public PromiseState State;
        public bool Locked;
        public JobNature Nature;
        public int First;
        public int Last;
        public int Follows;
        public int LockedInTurn;

        /// <summary>The last event that registered a job with it while the order of those that no program sees was unknown, or -1.</summary>
        public int BlurredAt;
    }
}
