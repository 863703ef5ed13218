using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Eager;

/// <summary>What a promise job does (ECMA-262, NewPromiseReactionJob and NewPromiseResolveThenableJob).</summary>
internal enum JobKind : byte
{
    /// <summary>A body that awaited goes on.</summary>
    Resume,

    /// <summary>A microtask is called.</summary>
    Call,

    /// <summary>A handler of <c>then</c>, <c>catch</c> or <c>finally</c> is called, or what it has no say in is passed on.</summary>
    Handle,

    /// <summary>A promise begins to follow the one that it was resolved with.</summary>
    Adopt,

    /// <summary>A promise ends as the one that it follows has.</summary>
    Follow,

    /// <summary>One of the two promises of a timeout has ended.</summary>
    Race,

    /// <summary>One of the promises of a combinator has ended.</summary>
    Combine,

    /// <summary>What the handler of a <c>finally</c> returned has ended: the original result goes on.</summary>
    PassThrough,
}

/// <summary>A promise job, or a reaction that becomes one: a place in a list.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct PromiseJob(JobKind Kind, int Target, int Source, int Next);

/// <summary>The queue of promise jobs (ECMA-262, HostEnqueuePromiseJob), and the lists of reactions from which they come.</summary>
internal sealed class PromiseJobs
{
    private PromiseJob[] jobs = [];
    private int count;
    private int first;
    private int last;

    /// <summary>Whether a job is in the queue.</summary>
    public bool Any => first >= 0;

    /// <summary>The job that runs next.</summary>
    public PromiseJob First => jobs[first];

    /// <summary>Forgets all.</summary>
    public void Begin() => (count, first, last) = (0, -1, -1);

    /// <summary>Takes over the jobs of another configuration.</summary>
    public void CopyFrom(PromiseJobs other)
    {
        (count, first, last) = (other.count, other.first, other.last);
        Fit(count);
        Array.Copy(other.jobs, jobs, count);
    }

    /// <summary>Writes the queue.</summary>
    public void Write(KeyWriter key) => Write(key, first);

    /// <summary>Writes a list of reactions.</summary>
    public void Write(KeyWriter key, int reaction)
    {
        for (var job = reaction; job >= 0; job = jobs[job].Next)
            key.Add((int)jobs[job].Kind, jobs[job].Target, jobs[job].Source);
        key.Add(-1);
    }

    /// <summary>Makes a job that is in no list yet.</summary>
    public int New(JobKind kind, int target, int source)
    {
        Fit(count + 1);
        jobs[count] = new PromiseJob(kind, target, source, -1);
        return count++;
    }

    /// <summary>Puts a job at the end of the queue.</summary>
    public void Enqueue(int job)
    {
        jobs[job].Next = -1;
        if (first < 0)
            first = job;
        else
            jobs[last].Next = job;
        last = job;
    }

    /// <summary>Puts a reaction behind another one.</summary>
    public void Append(int reaction, int before) => jobs[before].Next = reaction;

    /// <summary>Puts all reactions of a list at the end of the queue.</summary>
    public void EnqueueAll(int reaction)
    {
        while (reaction >= 0)
        {
            var next = jobs[reaction].Next;
            Enqueue(reaction);
            reaction = next;
        }
    }

    /// <summary>Takes the first job off the queue.</summary>
    public PromiseJob Dequeue()
    {
        var job = jobs[first];
        first = job.Next;
        return job;
    }

    private void Fit(int size)
    {
        if (jobs.Length < size)
            Array.Resize(ref jobs, Math.Max(64, size * 2));
    }
}
