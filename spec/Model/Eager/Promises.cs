using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Eager;

/// <summary>How a promise stands.</summary>
internal enum PromiseState : byte
{
    /// <summary>It has no result.</summary>
    Pending,

    /// <summary>It has a value.</summary>
    Fulfilled,

    /// <summary>It has an error.</summary>
    Rejected,
}

/// <summary>
/// Promises and their jobs (ECMA-262, Promise Objects). A computation's promise has its number; a statement has two more, one for what it
/// waits for itself and one beside it. A job whose turn it is may ask the caller to run a body.
/// </summary>
internal sealed class Promises
{
    private readonly PromiseJobs jobs = new();
    private Code code = null!;
    private Promise[] all = [];
    private int count;
    private int firstUnhandled;
    private int lastUnhandled;

    /// <summary>Whether a job is in the queue.</summary>
    public bool HasJobs => jobs.Any;

    /// <summary>The promise to which the job that runs next will react, or -1.</summary>
    public int NextSource => jobs.First is { Kind: JobKind.Adopt } next ? next.Source : -1;

    /// <summary>Forgets all.</summary>
    public void Begin(Code program)
    {
        (code, firstUnhandled, lastUnhandled) = (program, -1, -1);
        count = code.Computations.Length + (2 * code.Instructions.Length);
        Fit();
        all.AsSpan(0, count).Fill(new Promise { First = -1, Last = -1 });
        jobs.Begin();
    }

    /// <summary>Takes over the promises of another configuration.</summary>
    public void CopyFrom(Promises other)
    {
        (code, count) = (other.code, other.count);
        (firstUnhandled, lastUnhandled) = (other.firstUnhandled, other.lastUnhandled);
        Fit();
        Array.Copy(other.all, all, count);
        jobs.CopyFrom(other.jobs);
    }

    /// <summary>Writes the promises that anything is known of, their reactions and the queue.</summary>
    public void Write(KeyWriter key)
    {
        for (var i = 0; i < count; i++)
        {
            ref var promise = ref all[i];
            if (promise is { Locked: false, First: < 0, Count: 0, IsHandled: false })
                continue;
            key.Add(i, (int)promise.State, promise.Locked ? 1 : 0, promise.Count, promise.IsHandled ? 1 : 0);
            key.Add(promise.Value);
            jobs.Write(key, promise.First);
        }

        jobs.Write(key);
        for (var promise = firstUnhandled; promise >= 0; promise = all[promise].NextUnhandled)
            key.Add(promise);
        key.Add(-1);
    }

    /// <summary>The promise that a statement makes for itself: a sleep's, a combinator's, a timeout's race.</summary>
    public int Anonymous(int site) => code.Computations.Length + (2 * site);

    /// <summary>A second one: a timeout's timer, what a <c>finally</c> waits for.</summary>
    public int Second(int site) => code.Computations.Length + (2 * site) + 1;

    /// <summary>How a promise stands.</summary>
    public PromiseState StateOf(int promise) => all[promise].State;

    /// <summary>Its value or error.</summary>
    public Value ValueOf(int promise) => all[promise].Value;

    /// <summary>Whether a reaction waits for a promise.</summary>
    public bool HasReactions(int promise) => all[promise].First >= 0;

    /// <summary>Puts a job that waits for nothing into the queue.</summary>
    public void Enqueue(JobKind kind, int body) => jobs.Enqueue(jobs.New(kind, body, -1));

    /// <summary>PerformPromiseThen.</summary>
    public void React(int source, JobKind kind, int target)
    {
        var job = jobs.New(kind, target, source);
        ref var promise = ref all[source];
        promise.IsHandled = true;
        if (promise.State != PromiseState.Pending)
        {
            jobs.Enqueue(job);
            return;
        }

        if (promise.First < 0)
            promise.First = job;
        else
            jobs.Append(job, promise.Last);
        promise.Last = job;
    }

    /// <summary>A combinator waits for so many promises.</summary>
    public void Expect(Instruction combinator) => all[Anonymous(combinator.Site)].Count = combinator.Targets.Length;

    /// <summary>FulfillPromise or RejectPromise: all reactions become jobs in the order of their registration.</summary>
    public void Finish(int p, PromiseState state, Value value)
    {
        ref var promise = ref all[p];
        (promise.Locked, promise.State, promise.Value) = (true, state, value);
        if (state == PromiseState.Rejected && !promise.IsHandled && p > 0 && p < code.Computations.Length)
            AddUnhandled(p);
        var reactions = promise.First;
        promise.First = -1;
        jobs.EnqueueAll(reactions);
    }

    /// <summary>A promise's resolving functions, called with no computation: only the first call counts.</summary>
    public void Attempt(int p, PromiseState state, Value value)
    {
        if (!all[p].Locked)
            Finish(p, state, value);
    }

    /// <summary>A promise's resolve function, called with a promise.</summary>
    public void Adopt(int p, int adopted)
    {
        if (all[p].Locked)
            return;
        all[p].Locked = true;
        if (p == adopted)
            Finish(p, PromiseState.Rejected, Value.Of("cycle"));
        else
            jobs.Enqueue(jobs.New(JobKind.Adopt, p, adopted));
    }

    /// <summary>Node's processPromiseRejections: the promise that was rejected first of those that nobody has handled yet, or -1; it is reported once.</summary>
    public int TakeUnhandled()
    {
        while (firstUnhandled >= 0)
        {
            var promise = firstUnhandled;
            firstUnhandled = all[promise].NextUnhandled;
            if (!all[promise].IsHandled)
                return promise;
        }

        return -1;
    }

    /// <summary>Runs the first job.</summary>
    /// <param name="argument">With a handler: the result that it is called with.</param>
    /// <returns>The body that runs now, or -1.</returns>
    public int RunJob(out Value? argument)
    {
        argument = null;
        var job = jobs.Dequeue();
        switch (job.Kind)
        {
            case JobKind.Resume or JobKind.Call:
                return job.Target;
            case JobKind.Handle when IsConcerned(job.Target, job.Source):
                argument = all[job.Source].Value;
                return job.Target;
            case JobKind.Handle or JobKind.Follow:
                Follow(job.Target, job.Source);
                break;
            case JobKind.Adopt:
                React(job.Source, JobKind.Follow, job.Target);
                break;
            case JobKind.Race:
                Attempt(Anonymous(job.Target), all[job.Source].State, all[job.Source].Value);
                break;
            case JobKind.Combine:
                Combine(code.Instructions[job.Target], job.Source);
                break;
            case JobKind.PassThrough:
                var original = all[job.Source].State == PromiseState.Rejected ? job.Source : code.Computations[job.Target].Subject;
                Follow(Second(code.Computations[job.Target].Site), original);
                break;
        }

        return -1;
    }

    private void Follow(int p, int source) => Finish(p, all[source].State, all[source].Value);

    /// <summary>Whether a handler is called with such a result: a <c>finally</c> with any, a <c>catch</c> with an error, a <c>then</c> with a value.</summary>
    private bool IsConcerned(int handler, int source)
    {
        var kind = code.Computations[handler].Kind;
        return kind == ComputationKind.Finally || (kind == ComputationKind.Catch) == (all[source].State == PromiseState.Rejected);
    }

    private void Combine(Instruction at, int source)
    {
        var own = Anonymous(at.Site);
        ref var combined = ref all[own];
        if (combined.State != PromiseState.Pending)
            return;
        var (state, value) = (all[source].State, all[source].Value);
        var decides = at.Combinator switch
        {
            CombinatorKind.Race => true,
            CombinatorKind.TryJoin => state == PromiseState.Rejected,
            CombinatorKind.Any => state == PromiseState.Fulfilled,
            _ => false,
        };
        if (decides)
            Finish(own, state, value);
        else if (--combined.Count > 0)
            return;
        else if (at.Combinator == CombinatorKind.Any)
            Finish(own, PromiseState.Rejected, Value.Of("all rejected"));
        else
            Finish(own, PromiseState.Fulfilled, Value.List([.. at.Targets.Select(ItemOf)]));
    }

    private Value ItemOf(int p) => all[p].State == PromiseState.Rejected ? Value.Error(all[p].Value.AsText) : all[p].Value;

    private void AddUnhandled(int promise)
    {
        all[promise].NextUnhandled = -1;
        if (firstUnhandled < 0)
            firstUnhandled = promise;
        else
            all[lastUnhandled].NextUnhandled = promise;
        lastUnhandled = promise;
    }

    private void Fit()
    {
        if (all.Length < count)
            all = new Promise[Math.Max(count, 16) * 2];
    }

    private struct Promise
    {
        public PromiseState State;

        /// <summary>Whether it was resolved, be it with a promise that it follows.</summary>
        public bool Locked;

        /// <summary>Whether anything has ever reacted to it.</summary>
        public bool IsHandled;

        /// <summary>The first of its reactions, or -1.</summary>
        public int First;

        /// <summary>The last of its reactions.</summary>
        public int Last;

        /// <summary>Of a combinator: for how many promises it waits.</summary>
        public int Count;

        /// <summary>Of one that was rejected unhandled: the next one, or -1.</summary>
        public int NextUnhandled;
        public Value Value;
    }
}
