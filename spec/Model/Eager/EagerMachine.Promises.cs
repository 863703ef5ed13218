using System.Runtime.InteropServices;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>Promises and their jobs (ECMA-262, Promise Objects; Await; HostEnqueuePromiseJob).</content>
internal sealed partial class EagerMachine
{
    private Promise[] promises = [];
    private int promiseCount;
    private Reaction[] jobs = [];
    private int jobCount;
    private int firstJob;
    private int lastJob;

    private bool HasJobs => firstJob >= 0;

    private void BeginPromises(int count)
    {
        promiseCount = count;
        Fit(ref promises, count);
        promises.AsSpan(0, count).Fill(new Promise { First = -1, Last = -1 });
        (jobCount, firstJob, lastJob) = (0, -1, -1);
    }

    private void CopyPromises(EagerMachine from)
    {
        promiseCount = from.promiseCount;
        Copy(ref promises, from.promises, promiseCount);
        Copy(ref jobs, from.jobs, from.jobCount);
        (jobCount, firstJob, lastJob) = (from.jobCount, from.firstJob, from.lastJob);
    }

    private void WritePromises(KeyWriter key)
    {
        for (var i = 0; i < promiseCount; i++)
        {
            ref var promise = ref promises[i];
            if (promise is { Locked: false, First: < 0, Count: 0, IsHandled: false })
                continue;
            key.Add(i, (int)promise.State, promise.Locked ? 1 : 0, promise.Count, promise.IsHandled ? 1 : 0);
            key.Add(promise.Value);
            WriteJobs(key, promise.First);
        }

        WriteJobs(key, firstJob);
    }

    private void WriteJobs(KeyWriter key, int first)
    {
        for (var job = first; job >= 0; job = jobs[job].Next)
            key.Add((int)jobs[job].Kind, jobs[job].Target, jobs[job].Source);
        key.Add(-1);
    }

    /// <summary>The promise that a statement makes for itself: a sleep's, a combinator's, a timeout's race.</summary>
    private int Anonymous(Instruction at) => Code.Computations.Length + (2 * at.Site);

    /// <summary>A second one: a timeout's timer, what a <c>finally</c> waits for.</summary>
    private int Second(int site) => Code.Computations.Length + (2 * site) + 1;

    private int NewJob(JobKind kind, int target, int source)
    {
        Fit(ref jobs, jobCount + 1, jobCount);
        jobs[jobCount] = new Reaction(kind, target, source, -1);
        return jobCount++;
    }

    private void Enqueue(int job)
    {
        jobs[job].Next = -1;
        if (firstJob < 0)
            firstJob = job;
        else
            jobs[lastJob].Next = job;
        lastJob = job;
    }

    /// <summary>PerformPromiseThen.</summary>
    private void React(int source, JobKind kind, int target)
    {
        if (Undelivered > 0 && !IsExact)
            LookAt(source);
        var job = NewJob(kind, target, source);
        ref var promise = ref promises[source];
        promise.IsHandled = true;
        if (promise.State != PromiseState.Pending)
        {
            Enqueue(job);
            return;
        }

        if (promise.First < 0)
            promise.First = job;
        else
            jobs[promise.Last].Next = job;
        promise.Last = job;
    }

    /// <summary>FulfillPromise or RejectPromise: all reactions become jobs in the order of their registration.</summary>
    private void Finish(int p, PromiseState state, Value value)
    {
        ref var promise = ref promises[p];
        (promise.Locked, promise.State, promise.Value) = (true, state, value);
        if (state == PromiseState.Rejected && !promise.IsHandled && p > 0 && p < Code.Computations.Length)
            Append(ref unhandled, p);
        var job = promise.First;
        promise.First = -1;
        while (job >= 0)
        {
            var next = jobs[job].Next;
            Enqueue(job);
            job = next;
        }
    }

    /// <summary>A promise's resolving functions, called with no computation: only the first call counts.</summary>
    private void Attempt(int p, PromiseState state, Value value)
    {
        if (!promises[p].Locked)
            Finish(p, state, value);
    }

    /// <summary>A promise's resolve function, called with a promise.</summary>
    private void Adopt(int p, int adopted)
    {
        if (promises[p].Locked)
            return;
        promises[p].Locked = true;
        if (p == adopted)
            Finish(p, PromiseState.Rejected, Value.Of("cycle"));
        else
            Enqueue(NewJob(JobKind.Adopt, p, adopted));
    }

    private void Follow(int p, int source) => Finish(p, promises[source].State, promises[source].Value);

    /// <summary>Node's processPromiseRejections: when both queues are empty, what was rejected meanwhile and has no handler is reported.</summary>
    private bool ReportUnhandled()
    {
        while (unhandled.First >= 0)
        {
            var promise = Remove(ref unhandled);
            if (promises[promise].IsHandled)
                continue;
            Emit(EventKind.Unhandled, promise, promise, -1, Outcome.Error, promises[promise].Value);
            return true;
        }

        return false;
    }

    private Signal Settle(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        var rejects = at.Op == Op.Reject;
        if (body.Stage == 0)
        {
            body.Stage = 1;
            body.Value = rejects ? Value.Of(at.Text) : ReadFirst(at);
            var kind = rejects ? EventKind.Rejecting : EventKind.Resolving;
            return Emit(kind, c, at.Target, at.Site, value: body.Value, loose: IsOpen(at));
        }

        if (rejects)
            Attempt(at.Target, PromiseState.Rejected, body.Value);
        else if (at.Adopted >= 0)
            Adopt(at.Target, at.Adopted);
        else
            Attempt(at.Target, PromiseState.Fulfilled, body.Value);
        Next(c);
        return Emit(rejects ? EventKind.Rejected : EventKind.Resolved, c, at.Target, at.Site);
    }

    /// <summary>A body was left: its promise is resolved or rejected.</summary>
    private void OnLeft(int c)
    {
        ref var body = ref Bodies[c];
        var kind = Code.Computations[c].Kind;
        if (body.Outcome == Outcome.Error && IsCallback(kind))
            Throw(c, kind);
        else if (body.Outcome == Outcome.Error)
            Attempt(c, PromiseState.Rejected, body.Value);
        else if (kind == ComputationKind.Finally)
            AfterFinally(c, body.Adopted);
        else if (kind is ComputationKind.Async or ComputationKind.Then or ComputationKind.Catch && body.Adopted >= 0)
            Adopt(c, body.Adopted);
        else if (kind is ComputationKind.Async or ComputationKind.Then or ComputationKind.Catch)
            Attempt(c, PromiseState.Fulfilled, body.Value);
    }

    /// <summary>Promise.prototype.finally: a promise of the handler's result, a reaction to it, and the adoption of that.</summary>
    private void AfterFinally(int c, int result)
    {
        var site = Code.Computations[c].Site;
        var source = result >= 0 ? result : Code.Computations.Length + (2 * site);
        if (result < 0)
            Finish(source, PromiseState.Fulfilled, Value.Unit);
        React(source, JobKind.PassThrough, c);
        Adopt(c, Second(site));
    }

    private void Await(int c, Instruction at)
    {
        switch (at.Op)
        {
            case Op.Yield:
                Enqueue(NewJob(JobKind.Resume, c, -1));
                return;
            case Op.Await:
                React(at.Target, JobKind.Resume, c);
                return;
            case Op.Sleep:
                StartSleep(Code.Computations.Length + at.Site, at.Number, Anonymous(at), at.Target);
                break;
            case Op.Timeout:
                var timer = Second(at.Site);
                Arm(Code.Computations.Length + at.Site, at.Number, TimerKind.Elapse);
                React(at.Target, JobKind.Race, at.Site);
                React(timer, JobKind.Race, at.Site);
                break;
            case Op.Combine:
                promises[Anonymous(at)].Count = at.Targets.Length;
                foreach (var target in at.Targets)
                    React(target, JobKind.Combine, at.Site);
                break;
        }

        React(Anonymous(at), JobKind.Resume, c);
    }

    private void RunJob()
    {
        var job = jobs[firstJob];
        firstJob = job.Next;
        switch (job.Kind)
        {
            case JobKind.Resume or JobKind.Call:
                Push(job.Target);
                break;
            case JobKind.Handle:
                Handle(job.Target, job.Source);
                break;
            case JobKind.Adopt:
                React(job.Source, JobKind.Follow, job.Target);
                break;
            case JobKind.Follow:
                Follow(job.Target, job.Source);
                break;
            case JobKind.Race:
                var race = Code.Computations.Length + (2 * job.Target);
                Attempt(race, promises[job.Source].State, promises[job.Source].Value);
                break;
            case JobKind.Combine:
                CombineOne(Code.Instructions[job.Target], job.Source);
                break;
            case JobKind.PassThrough:
                var original = promises[job.Source].State == PromiseState.Rejected ? job.Source : Code.Computations[job.Target].Subject;
                Follow(Second(Code.Computations[job.Target].Site), original);
                break;
        }
    }

    private void Handle(int c, int source)
    {
        var kind = Code.Computations[c].Kind;
        ref var promise = ref promises[source];
        var rejected = promise.State == PromiseState.Rejected;
        if (kind != ComputationKind.Finally && (kind == ComputationKind.Catch) != rejected)
        {
            Follow(c, source);
            return;
        }

        if (Code.Computations[c].Parameter is >= 0 and var parameter)
            Slots[parameter] = promise.Value;
        Push(c);
    }

    private void CombineOne(Instruction at, int source)
    {
        ref var all = ref promises[Anonymous(at)];
        if (all.State != PromiseState.Pending)
            return;
        var (state, value) = (promises[source].State, promises[source].Value);
        var decides = at.Combinator switch
        {
            CombinatorKind.Race => true,
            CombinatorKind.TryJoin => state == PromiseState.Rejected,
            CombinatorKind.Any => state == PromiseState.Fulfilled,
            _ => false,
        };
        if (decides)
            Finish(Anonymous(at), state, value);
        else if (--all.Count > 0)
            return;
        else if (at.Combinator == CombinatorKind.Any)
            Finish(Anonymous(at), PromiseState.Rejected, Value.Of("all rejected"));
        else
            Finish(Anonymous(at), PromiseState.Fulfilled, Value.List([.. at.Targets.Select(ValueOf)]));
    }

    private Value ValueOf(int p) => promises[p].State == PromiseState.Rejected ? Value.Error(promises[p].Value.AsText) : promises[p].Value;

    private static void Fit(ref Reaction[] array, int size, int used)
    {
        if (array.Length < size)
            Array.Resize(ref array, Math.Max(64, used * 2));
    }

    private enum PromiseState : byte
    {
        Pending,
        Fulfilled,
        Rejected,
    }

    private enum JobKind : byte
    {
        Resume,
        Call,
        Handle,
        Adopt,
        Follow,
        Race,
        Combine,
        PassThrough,
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Reaction(JobKind Kind, int Target, int Source, int Next);

    private struct Promise
    {
        public PromiseState State;
        public bool Locked;
        public bool IsHandled;
        public int First;
        public int Last;
        public int Count;
        public Value Value;
    }
}
