using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <content>The jobs off the executor: started in the order of submission, so many at once, ended in any order.</content>
internal abstract partial class Machine
{
    private int[] submitted = [];
    private int submittedCount;
    private int nextSubmitted;
    private int running;
    private int surelySubmitted;

    protected PoolJob[] Jobs = [];

    /// <summary>How much has ended or arrived and is not yet delivered.</summary>
    protected int Undelivered { get; set; }

    /// <summary>How many jobs are submitted or run.</summary>
    protected int Outstanding => submittedCount - nextSubmitted + running;

    /// <summary>Whether a queued job has a thread to run on.</summary>
    protected bool CanStartJob => nextSubmitted < submittedCount && running < PoolSize;

    /// <summary>How many jobs may run at once.</summary>
    protected virtual int PoolSize => Runtime.PoolSize;

    protected void Submit(int job)
    {
        submitted[submittedCount++] = job;
        Jobs[job].State = JobState.Queued;
        Jobs[job].SurelyBefore = surelySubmitted;
    }

    /// <summary>Whoever submits a job has said that it is in the queue.</summary>
    private void HasSubmitted(int job) => Jobs[job].Rank = ++surelySubmitted;

    /// <summary>A job's result reaches those who wait for it.</summary>
    protected void Deliver(int job)
    {
        Jobs[job].State = JobState.Delivered;
        Undelivered--;
    }

    /// <summary>Where in the queue a job is that was called off and that a thread may have come to, or -1.</summary>
    protected int NextCalledOff()
    {
        for (var at = nextSubmitted; at < submittedCount && (HasRealThreads || at == nextSubmitted); at++)
        {
            if (IsCalledOff(submitted[at]) && HasThreadFor(at))
                return at;
        }

        return -1;
    }

    /// <summary>Takes a job off the queue without running it.</summary>
    protected void SkipJob(int at)
    {
        TakeOut(at);
        EndJobAt(submitted[nextSubmitted++], Now);
    }

    /// <summary>Whether a job's event may be on this thread: never the main one, always the same.</summary>
    protected bool ClaimForJob(int job, short thread)
    {
        ref var known = ref Jobs[job].Thread;
        if (thread == 0 || (known != 0 && known != thread))
            return false;
        known = thread;
        return true;
    }

    /// <summary>One event of a job.</summary>
    protected bool StepJob(int job)
    {
        if (Jobs[job].State == JobState.Queued)
        {
            if (!MayTake(job))
                return false;
            nextSubmitted++;
            running++;
            Jobs[job].State = JobState.Running;
        }

        if (Jobs[job].State != JobState.Running)
            return false;
        while (true)
        {
            switch (Execute(job))
            {
                case Signal.Emitted:
                    return true;
                case Signal.Paused when StopsAtPauses:
                    return Pause();
                case Signal.Waiting or Signal.Left:
                    return false;
            }
        }
    }

    /// <summary>Whether a job in the queue will not run.</summary>
    protected virtual bool IsCalledOff(int job) => false;

    // Real threads take jobs in order, but may log it in another one.
    private bool MayTake(int job)
    {
        var at = Array.IndexOf(submitted, job, nextSubmitted, submittedCount - nextSubmitted);
        if (!HasRealThreads && at > nextSubmitted)
            return false;
        if (!HasThreadFor(at))
            return false;
        TakeOut(at);
        return true;
    }

    /// <summary>Whether a thread is left when those before it in the queue have theirs.</summary>
    private bool HasThreadFor(int at)
    {
        var before = running;
        foreach (var other in submitted.AsSpan(nextSubmitted, at - nextSubmitted))
            before += IsCalledOff(other) || !IsSurelyBefore(other, submitted[at]) ? 0 : 1;
        return before < PoolSize;
    }

    private void TakeOut(int at)
    {
        var job = submitted[at];
        submitted.AsSpan(nextSubmitted, at - nextSubmitted).CopyTo(submitted.AsSpan(nextSubmitted + 1));
        submitted[nextSubmitted] = job;
    }

    /// <summary>Of jobs that two threads submit at once either may be the first.</summary>
    private bool IsSurelyBefore(int other, int job) => Jobs[other].Rank != 0 && Jobs[other].Rank <= Jobs[job].SurelyBefore;

    /// <summary>The job whose end the thread of another one has told of before, if that has not been heard yet; else -1.</summary>
    protected int ToldBefore(int job)
    {
        foreach (var other in submitted.AsSpan(0, nextSubmitted))
        {
            if (other == job)
                return -1;
            if (Jobs[other].State == JobState.Ended && Jobs[other].Thread == Jobs[job].Thread)
                return other;
        }

        return -1;
    }

    /// <summary>Something that takes no thread ends at a time, unseen.</summary>
    protected void EndJobAt(int job, long time)
    {
        Jobs[job].State = JobState.Ended;
        Jobs[job].EndedAt = time;
        Undelivered++;
    }

    private void EndJob(int job)
    {
        running--;
        EndJobAt(job, Now);
    }

    private void BeginPool()
    {
        Fit(ref submitted, Code.Computations.Length);
        Fit(ref Jobs, Code.Computations.Length);
        Array.Clear(Jobs, 0, Code.Computations.Length);
        (submittedCount, nextSubmitted, running, surelySubmitted, Undelivered) = (0, 0, 0, 0, 0);
    }

    private void CopyPool(Machine other)
    {
        Copy(ref submitted, other.submitted, Code.Computations.Length);
        Copy(ref Jobs, other.Jobs, Code.Computations.Length);
        (submittedCount, nextSubmitted, running) = (other.submittedCount, other.nextSubmitted, other.running);
        surelySubmitted = other.surelySubmitted;
        Undelivered = other.Undelivered;
    }

    private bool PoolMayWait(long time)
    {
        if (CanStartJob && MustStartJobs)
            return false;
        for (var i = 0; i < nextSubmitted && running > 0; i++)
        {
            var job = submitted[i];
            if (Jobs[job].State == JobState.Running && !Drives(job) && (!IsComputing(job) || Bodies[job].Until < time))
                return false;
        }

        return true;
    }

    /// <summary>Whether a job waits for what it drives, which has its own time.</summary>
    protected virtual bool Drives(int job) => false;

    /// <summary>Whether queued jobs have to be started as soon as there is a thread.</summary>
    protected virtual bool MustStartJobs => true;

    protected bool IsComputing(int c)
    {
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        return body.Life == Life.Running && body.Pc < code.Length && code[body.Pc].Op == Op.Compute && body.Stage == 1;
    }

    private long NextPoolTime()
    {
        var next = long.MaxValue;
        for (var i = 0; i < nextSubmitted && running > 0; i++)
        {
            if (Jobs[submitted[i]].State == JobState.Running && !Drives(submitted[i]))
                next = Math.Min(next, Bodies[submitted[i]].Until);
        }

        return next;
    }

    private void WritePool(KeyWriter key)
    {
        key.Add(nextSubmitted, running, Undelivered);
        for (var i = 0; i < submittedCount; i++)
        {
            ref var job = ref Jobs[submitted[i]];
            key.Add(submitted[i], (int)job.State, IsExact ? job.EndedAt : 0, job.MayBeKnown ? 1 : 0);
        }

        if (!Code.Has(ComputationKind.Echo))
            return;
        foreach (var computation in Code.Computations)
        {
            if (computation.Kind == ComputationKind.Echo)
                key.Add((int)Jobs[computation.Id].State, Jobs[computation.Id].EndedAt, Jobs[computation.Id].MayBeKnown ? 1 : 0);
        }
    }

    /// <summary>How far a job has come.</summary>
    protected enum JobState : byte
    {
        None,
        Queued,
        Running,
        Ended,
        Delivered,
    }

    /// <summary>A job's place in the pool.</summary>
    [StructLayout(LayoutKind.Auto)]
    protected struct PoolJob
    {
        public JobState State;
        public long EndedAt;
        public short Thread;

        /// <summary>The how-manieth its maker has said to have submitted, or 0.</summary>
        public int Rank;

        /// <summary>How many had been submitted for sure when its own submission began.</summary>
        public int SurelyBefore;

        /// <summary>Whether its end may have been noticed, though nothing shows it.</summary>
        public bool MayBeKnown;
    }
}
