namespace Conformance.Spec.Rules.Analyses;

/// <summary>The promise jobs of one trace: those that wait for a promise, in lists, and those that are queued, first in, first out.</summary>
internal sealed class JobQueue
{
    private Job[] jobs = new Job[64];
    private int[] queue = new int[64];
    private int count;
    private int head;
    private int tail;
    private int scanned;

    /// <summary>How many queued jobs a program would see run.</summary>
    public int Visible { get; private set; }

    /// <summary>A job.</summary>
    public ref Job this[int job] => ref jobs[job];

    /// <summary>Forgets all.</summary>
    public void Clear() => (count, head, tail, scanned, Visible) = (0, 0, 0, 0, 0);

    /// <summary>Makes a job that waits.</summary>
    public int Make(JobKind kind, int target, int source, int at)
    {
        if (count == jobs.Length)
            Array.Resize(ref jobs, count * 2);
        jobs[count] = new Job
        {
            Kind = kind,
            Target = target,
            Source = source,
            At = at,
            Next = -1,
        };
        return count++;
    }

    /// <summary>Queues a job behind all others.</summary>
    public void Add(int job)
    {
        if (tail == queue.Length)
            Array.Resize(ref queue, tail * 2);
        jobs[job].Place = JobPlace.Queued;
        jobs[job].Behind = Visible > 0;
        if (jobs[job].IsVisible)
            Visible++;
        queue[tail++] = job;
    }

    /// <summary>A queued or waiting job ran.</summary>
    public void Finish(int job)
    {
        ref var done = ref jobs[job];
        if (done.Place == JobPlace.Queued && done.IsVisible)
            Visible--;
        done.Place = JobPlace.Done;
    }

    /// <summary>The job that has to run next, or -1.</summary>
    public int Head()
    {
        while (head < tail && jobs[queue[head]].Place == JobPlace.Done)
            head++;
        return head < tail ? queue[head] : -1;
    }

    /// <summary>The next queued job that no program sees, whatever is queued before it, or -1. Each is handed out once.</summary>
    public int NextInvisible()
    {
        for (scanned = Math.Max(scanned, head); scanned < tail; scanned++)
        {
            ref var job = ref jobs[queue[scanned]];
            if (job.Place == JobPlace.Queued && !job.IsVisible)
                return queue[scanned];
        }

        return -1;
    }
}
