using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// Compares the order in which promise jobs began with the order in which they were queued. Every job that a trace shows has
/// a place in the queue, which follows from the program's own events; where it does not (combinators, timeouts, signals,
/// timers that nobody watched), the job is not judged. The first deviation ends the comparison: later ones follow from it.
/// </summary>
internal sealed partial class MicrotaskOrder : Analysis
{
    private readonly PromiseJobs promises = new();
    private readonly External external = new();
    private TraceIndex index = null!;
    private Turns turns = null!;
    private JobCheck[] checks = [];
    private int[] resumes = [];
    private int[] begins = [];
    private int[] lastOf = [];
    private bool[] failed = [];
    private int drained;
    private int ticks;
    private int lastTick;
    private int unknownTurn;
    private bool runsJobs;
    private bool stopped;

    /// <summary>What is known of the turn that this event begins.</summary>
    public ref readonly JobCheck this[int at] => ref checks[at];

    /// <summary>A job of a check.</summary>
    public ref readonly Job Job(int job) => ref promises.Queue[job];

    /// <summary>The promise at the end of a job's chain of adoptions, or -1.</summary>
    public int Adopted(int job) => promises.Queue[job].Source < 0 ? -1 : promises.Follows(promises.Queue[job].Source);

    /// <summary>A job in words, for messages.</summary>
    public string Describe(int job)
    {
        ref var described = ref promises.Queue[job];
        var name = $"\"{index.Name(described.Target)}\"";
        return described.Kind switch
        {
            JobKind.Resume when described.Nature == JobNature.Combination => $"the continuation of {name} after its combinator",
            JobKind.Resume when described.Source >= 0 => $"the continuation of {name} after \"{index.Name(described.Source)}\"",
            JobKind.Resume when described.Nature == JobNature.SettledAwait => $"the continuation of {name} after its yield",
            JobKind.Resume => $"the continuation of {name} after its sleep",
            JobKind.React => $"the reaction {name}",
            _ => $"the microtask {name}",
        };
    }

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        this.index = index;
        turns = index.Get<Turns>();
        var code = index.Code;
        var events = index.Trace.Events;
        promises.Begin(code.Computations.Length);
        external.Begin(index.Trace.Runtime.Clock, code.Computations.Length);
        Fit(ref checks, events.Length);
        Fit(ref resumes, code.Instructions.Length);
        Fit(ref begins, code.Computations.Length);
        checks.AsSpan(0, events.Length).Fill(new JobCheck(JobOrder.Unknown, false, -1, -1));
        resumes.AsSpan(0, code.Instructions.Length).Fill(-1);
        begins.AsSpan(0, code.Computations.Length).Fill(-1);
        (drained, ticks, lastTick, unknownTurn, stopped) = (0, 0, -1, -1, false);
        // The main body of a module is itself a promise job.
        runsJobs = code.Program.Module;
        FindLastOfWorkers();
        for (var at = 0; at < events.Length && !stopped; at++)
            Follow(in events[at], at);
    }

    /// <summary>A job began.</summary>
    private void Run(int job, int at, PromiseState outcome)
    {
        if (turns.Interrupted(at) >= 0)
        {
            Stop(at, JobOrder.Inline, job, -1);
            return;
        }

        if (!IsUnclear(job))
            promises.Pump();
        if (IsUnclear(job))
        {
            Skip(job, at, outcome);
            return;
        }

        if (promises.Queue[job] is { Place: JobPlace.Waiting, Nature: JobNature.Combination })
            Stop(at, JobOrder.Overtook, job, promises.Queue.Head());
        else if (promises.Queue[job].Place == JobPlace.Waiting)
            Settle(job, at, outcome);
        if (!stopped && promises.Queue[job].Place != JobPlace.Done)
            Compare(job, at);
        runsJobs = true;
    }

    private bool IsUnclear(int job)
    {
        ref var asked = ref promises.Queue[job];
        return asked.Place == JobPlace.Unclear || (asked.Source >= 0 && promises.State(asked.Source) == PromiseState.Unclear);
    }

    /// <summary>A job began whose place the trace does not determine.</summary>
    private void Skip(int job, int at, PromiseState outcome)
    {
        var source = promises.Queue[job].Source;
        Unplaced();
        runsJobs = true;
        unknownTurn = turns.Of(at);
        promises.Queue.Finish(job);
        if (source >= 0 && promises.State(source) == PromiseState.Unclear)
            promises.Reveal(source, outcome);
    }

    /// <summary>The promise that a pending one waits for: the one it follows, or whose outcome it may pass on; else -1.</summary>
    private int Before(int promise)
    {
        var followed = promises.Follows(promise);
        return followed >= 0 || begins[promise] < 0 ? followed : promises.Queue[begins[promise]].Source;
    }

    private void Blur(int job, int at, PromiseState outcome)
    {
        promises.Blur(promises.Queue[job].Source);
        Skip(job, at, outcome);
    }

    /// <summary>A job began whose promise was pending: either the loop settled what it waits for, or it is too early.</summary>
    private void Settle(int job, int at, PromiseState outcome)
    {
        var last = promises.Queue[job].Source;
        if (last < 0)
        {
            // The timer of a sleep statement: nobody else can wait for it.
            Macrotask(at);
            if (!stopped)
                promises.Queue.Add(job);
            return;
        }

        // Promises may follow each other in a circle: then the walk ends after as many steps as there are promises.
        var steps = index.Code.Computations.Length;
        for (var next = last; next >= 0 && steps > 0 && promises.State(last) == PromiseState.Pending; next = Before(last), steps--)
            last = next;
        if (promises.State(last) == PromiseState.Pending && external.Contains(last))
        {
            if (!external.Shows(last, unknownTurn))
            {
                promises.Blur(last);
                Blur(job, at, outcome);
                return;
            }

            Macrotask(at);
            promises.Settle(last, external.Outcome(last));
            promises.Pump();
        }
        else if (promises.State(last) == PromiseState.Unclear)
        {
            Blur(job, at, outcome);
        }
        else if (promises.State(last) != PromiseState.Pending)
        {
            Stop(at, JobOrder.TooEarly, job, -1);
        }
        else
        {
            // It waits for nothing that has happened: not a question of order.
            stopped = true;
        }
    }

    private void Compare(int job, int at)
    {
        ref var run = ref promises.Queue[job];
        if (run.Place != JobPlace.Queued)
        {
            stopped = true;
            return;
        }

        if (!runsJobs && ticks > 0)
        {
            Stop(at, JobOrder.BeforeTick, job, -1);
            return;
        }

        var head = promises.Queue.Head();
        promises.Queue.Finish(job);
        drained++;
        if (promises.IsBlurred)
            return;
        if (head != job)
        {
            Stop(at, JobOrder.Overtook, job, head);
            return;
        }

        var near = run.Nature switch
        {
            JobNature.SettledAwait => at > run.At + 1,
            JobNature.Combination => turns.Of(at) > turns.Of(run.At) + 1,
            JobNature.Adoption or JobNature.Finally => turns.Of(at) > promises.LockedInTurn(run.Source) + 1,
            _ => false,
        };
        if (checks[at].Order == JobOrder.Unknown)
            checks[at] = new JobCheck(JobOrder.InOrder, near || run.Behind || promises.Queue.Visible > 0, job, -1);
    }

    /// <summary>A timer, an immediate or an answer of the pool is served: nothing may be queued.</summary>
    private void Macrotask(int at)
    {
        promises.Pump();
        var left = promises.Queue.Head();
        if (left >= 0)
            Stop(at, JobOrder.Undrained, -1, left);
        else if (ticks > 0)
            Stop(at, JobOrder.Undrained, -1, -1);
        else
            checks[at] = new JobCheck(JobOrder.Drained, drained > 0, -1, -1);
        drained = 0;
        promises.IsBlurred = false;
        runsJobs = false;
    }

    /// <summary>A next-tick began: among the jobs of a drain only when none is left.</summary>
    private void Tick(int at)
    {
        ticks--;
        if (runsJobs)
            promises.Pump();
        var head = promises.Queue.Head();
        if (runsJobs && !promises.IsBlurred && head >= 0)
            Stop(at, JobOrder.TickBetween, -1, head);
        else if (runsJobs)
            checks[at] = new JobCheck(JobOrder.TickAfter, true, -1, -1);
        runsJobs = false;
        Unplaced();
    }

    /// <summary>A turn began whose place is unknown: invisible jobs may have run before it or not.</summary>
    private void Unplaced()
    {
        var head = promises.Queue.Head();
        if (head >= 0 && !promises.Queue[head].IsVisible)
            promises.IsBlurred = true;
    }

    private void Stop(int at, JobOrder order, int job, int other)
    {
        checks[at] = new JobCheck(order, true, job, other);
        stopped = true;
    }

    /// <summary>The next-tick that was queued last, in words.</summary>
    public string DescribeTick() => $"the next-tick \"{index.Name(lastTick)}\"";

    /// <summary>What was still queued when a macrotask began, in words.</summary>
    public string DescribeLeft(int other) => other >= 0 ? Describe(other) : DescribeTick();
}
