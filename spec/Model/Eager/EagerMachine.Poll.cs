using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Eager;

/// <content>The poll phase: jobs of the pool that have ended (libuv uv_queue_work, after_work_cb) and answers of the network are delivered on the loop.</content>
internal sealed partial class EagerMachine
{
    /// <summary>Delivers what has ended, or waits for one or for a timer.</summary>
    private bool Poll(long limit, out bool found)
    {
        found = false;
        if (!IsExact)
            return PollAtAnyTime(ref found);
        if (!entered)
        {
            entered = true;
            phaseTime = loopTime;
            if (immediates.First < 0)
            {
                var expiry = NextTurn;
                var wait = Math.Max(loopTime, Math.Min(expiry, FirstEnd()));
                if (wait > loopTime && (wait == long.MaxValue || wait > limit))
                {
                    entered = false;
                    return false;
                }

                loopTime = wait;
                phaseTime = wait;
                owes = expiry > wait;
            }
        }

        var end = FirstEnd();
        if (end > phaseTime)
            return true;
        // A poll that waited for a job alone delivers at least one; what ended earlier is there for sure.
        var must = owes || end < phaseTime;
        var job =
            HearsExits(out var leaver) ? leaver
            : GoesOnWithPort(end) ? port
            : ChooseEnded(end, must);
        if (job < 0)
            return true;
        owes = false;
        found = true;
        HearOf(job);
        return true;
    }

    private void HearOf(int job)
    {
        held = false;
        Origin = Origin.Pool;
        if (Code.Computations[job].Kind == ComputationKind.Worker)
        {
            port = job;
            DeliverFrom(job);
            return;
        }

        Deliver(job);
        ref var body = ref Bodies[job];
        promises.Attempt(job, body.Outcome == Traces.Outcome.Error ? PromiseState.Rejected : PromiseState.Fulfilled, body.Value);
    }

    /// <summary>A port whose turn it is delivers what has come to it meanwhile too, before what came earlier elsewhere (Node.js src/node_messaging.cc, OnMessage).</summary>
    private bool GoesOnWithPort(long end) =>
        port >= 0 && ArrivalOf(port) is var next && next > end && next <= phaseTime && (next < phaseTime || Choose(2) == 0);

    /// <summary>
    /// One of the jobs that ended at a time, or -1 for none of them yet. That matters also of those that nobody waits for: who asks next finds
    /// some of them settled.
    /// </summary>
    private int ChooseEnded(long end, bool must)
    {
        var options = 0;
        for (var job = 0; job < Code.Computations.Length; job++)
            options += EndOf(job) == end ? 1 : 0;
        var choice = Choose(must ? options : options + 1);
        if (choice == options)
            return -1;
        for (var job = 0; job < Code.Computations.Length; job++)
        {
            if (EndOf(job) == end && choice-- == 0)
                return job;
        }

        return -1;
    }

    /// <summary>When what a job or a worker has for the loop was there, or the end of time.</summary>
    private long EndOf(int job) => Jobs[job].State == JobState.Ended ? Jobs[job].EndedAt : ArrivalOf(job);

    private long FirstEnd()
    {
        var end = long.MaxValue;
        for (var job = 0; Undelivered > 0 && job < Code.Computations.Length; job++)
        {
            end = Math.Min(end, EndOf(job));
        }

        return end;
    }
}
