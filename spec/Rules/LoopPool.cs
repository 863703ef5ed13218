using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>The pool of threads beside the event loop.</summary>
internal static class LoopPool
{
    internal const string Chapter = "Thread pool of the event loop";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() => [new BoundedFifoPool(), new NetworkNeedsNoPool(), new AnswersOnTheLoop()];
}

internal sealed class BoundedFifoPool : Rule
{
    private int[] number = [];
    private int submitted;
    private int started;
    private int running;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "POOL-01",
            Title = "Bounded FIFO pool",
            Family = Family.Eager,
            Chapter = LoopPool.Chapter,
            Text =
                "Pool jobs start in submission order with at most N running at once; N defaults to 4 (UV_THREADPOOL_SIZE, at most 1024), threads are created "
                + "at first use.",
            Trigger = "A job starts while others are submitted and have not started.",
            Sources = [Articles.NodeToRust("default: 4 threads"), "libuv, thread pool work scheduling"],
            Litmus = ["pool-01-the-fifth-job-waits"],
            Mutants = ["pool-newest-job-first", "pool-without-bound"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Creating, EventKind.Started, EventKind.Completed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

    protected override void OnBegin()
    {
        (submitted, started, running) = (0, 0, 0);
        Questions.Reset(ref number, Index.Code.Computations.Length, -1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var job = item.Subject;
        if (Index.Kind(job) != ComputationKind.Blocking)
            return;
        if (item.Kind == EventKind.Creating)
            number[job] = submitted++;
        else if (item.Kind == EventKind.Completed)
            running--;
        else
            Starts(job, at);
    }

    private void Starts(int job, int at)
    {
        var cap = Index.Trace.Runtime.PoolSize;
        // On threads of the machine each thread may have taken an earlier job without having come to say so.
        var ahead = number[job] - started;
        var tolerated = Index.Trace.Runtime.Controlled ? 0 : cap - running - 1;
        started++;
        running++;
        if (submitted > started)
            Trigger();
        if (running > cap)
        {
            Trigger();
            Fail(at, $"{running} jobs of the pool ran at once when {Quote(job)} started; expected at most {cap}.");
        }
        else if (ahead > Math.Max(tolerated, 0))
        {
            Trigger();
            Fail(
                at,
                $"The job {Quote(job)} started before a job that was submitted earlier; expected jobs to start in the order of their submission."
            );
        }
    }
}

internal sealed class AnswersOnTheLoop : Rule
{
    private int running;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "POOL-03",
            Title = "Completion is delivered on the loop thread",
            Family = Family.Eager,
            Chapter = LoopPool.Chapter,
            Text =
                "A pool job's callback MUST run on the loop thread as an ordinary callback (never concurrently with other code of the loop), and the loop "
                + "keeps turning meanwhile.",
            Trigger = "A body goes on after a job of the pool, a reaction to one begins, or a timer fires while one runs.",
            Sources =
            [
                Articles.TokioAndNode("a callback function is placed onto the event loop's queue"),
                "libuv, uv_queue_work: after_work_cb is called on the loop thread",
            ],
            Litmus = ["pool-03-the-loop-turns-while-a-job-runs"],
            Mutants = ["pool-answers-on-its-thread"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Completed, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

    protected override void OnBegin() => running = 0;

    protected override void OnEvent(in Event item, int at)
    {
        var computation = Index.Code.Computations[item.Computation];
        switch (item.Kind)
        {
            case EventKind.Started when computation.Kind == ComputationKind.Blocking:
                running++;
                break;
            case EventKind.Completed:
                running -= computation.Kind == ComputationKind.Blocking ? 1 : 0;
                break;
            case EventKind.Resumed
                when Index.Statement(in item) is { Op: Op.Await } wait && Index.Kind(wait.Target) == ComputationKind.Blocking:
                Answers(in item, wait.Target, at);
                break;
            case EventKind.Started
                when computation.Kind is ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally
                    && Index.Kind(computation.Subject) == ComputationKind.Blocking:
                Answers(in item, computation.Subject, at);
                break;
            case EventKind.Started when computation.Kind == ComputationKind.Timer && running > 0:
                Turns(computation, at);
                break;
        }
    }

    private void Answers(in Event item, int job, int at)
    {
        Trigger();
        if (item.Thread != 0)
            Fail(
                at,
                $"{Quote(item.Computation)} was told on thread {item.Thread} that {Quote(job)} had ended; expected the thread of the loop."
            );
        else if (Index.Get<Turns>().Interrupted(at) is >= 0 and var busy)
            Fail(
                at,
                $"{Quote(item.Computation)} was told that {Quote(job)} had ended while {Quote(busy)} held the thread; expected a callback of its own."
            );
        else if (!Index.Before(EventKind.Completed, job, at))
            Fail(at, $"{Quote(item.Computation)} was told that {Quote(job)} had ended before it had.");
    }

    private void Turns(Computation timer, int at)
    {
        Trigger();
        var made = Index.First(EventKind.Creating, timer.Id);
        if (Index.Trace.Runtime.Clock == ClockKind.Real || made < 0)
            return;
        var idle = Index.Get<IdleTime>();
        var late = idle.At(at) - idle.At(made) - Math.Max(timer.Duration, 1);
        if (late > 0)
            Fail(
                at,
                $"The timer {Quote(timer.Id)} was late by {late} while the loop only waited for the pool; expected the loop to keep turning."
            );
    }
}
