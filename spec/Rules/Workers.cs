using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Workers: threads of their own beside the loop, with which it exchanges messages.</summary>
internal static class Workers
{
    internal const string Chapter = "Worker offload";
    internal const string Documentation = "https://nodejs.org/api/worker_threads.html";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [new WorkersRunInParallel(), new MessagesInOrder(), new NothingIsShared(), new TerminateStops()];
}

/// <summary>WORK-01.</summary>
internal sealed class WorkersRunInParallel : Rule
{
    private const long Unknown = -1;
    private readonly Queue<long> none = new();
    private Queue<long>?[] posted = [];
    private long[] ready = [];
    private int[] computing = [];
    private int busy;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "WORK-01",
            Title = "Workers run in parallel with the main loop",
            Family = Family.Eager,
            Chapter = Workers.Chapter,
            Text = "Worker code MUST make progress while the main thread is in a synchronous section, and vice versa.",
            Trigger = "A worker does something while the loop's thread computes, or a timer fires while a worker computes.",
            Sources =
            [
                Articles.NodeToRust("offloaded to separate threads outside the main event loop"),
                Articles.TokioAndNode("worker_threads for true parallelism"),
                Workers.Documentation,
            ],
            Litmus = ["work-01-a-worker-works-while-the-loop-is-busy", "work-01-the-loop-works-while-a-worker-is-busy"],
            Mutants = ["workers-on-the-loop"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Creating,
            EventKind.Started,
            EventKind.Completed,
            EventKind.Log,
            EventKind.ComputeBegin,
            EventKind.ComputeEnd,
            EventKind.Posting,
        ];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Worker);

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        Questions.Reset(ref ready, count, Unknown);
        Questions.Reset(ref computing, count, -1);
        Questions.Reset(ref posted, count, null);
        busy = -1;
    }

    protected override void OnEvent(in Event item, int at)
    {
        var worker = Index.Code.Computations[item.Computation].Worker;
        if (worker >= 0)
        {
            OfWorker(worker, in item, at);
            return;
        }

        if (item.Kind == EventKind.Creating && Index.Kind(item.Subject) == ComputationKind.Worker)
            ready[item.Subject] = item.Time;
        else if (item.Kind == EventKind.Posting && Index.Statement(in item)!.Adopted < 0)
            (posted[item.Subject] ??= new Queue<long>()).Enqueue(item.Time);
        else if (item.Kind == EventKind.ComputeBegin)
            busy = item.Computation;
        else if (item.Kind == EventKind.ComputeEnd)
            busy = -1;
        else if (item.Kind == EventKind.Started && Index.Kind(item.Computation) == ComputationKind.Timer)
            Fires(item.Computation, at);
    }

    private void OfWorker(int worker, in Event item, int at)
    {
        if (item.Kind == EventKind.Started && Index.Kind(item.Computation) == ComputationKind.Message)
        {
            var message = (posted[worker] ?? none).TryDequeue(out var time) ? time : Unknown;
            ready[worker] = ready[worker] == Unknown || message == Unknown ? Unknown : Math.Max(ready[worker], message);
        }

        if (busy >= 0)
            Trigger();
        if (Index.Trace.Runtime.Clock != ClockKind.Real && ready[worker] != Unknown && item.Time > ready[worker])
        {
            Trigger();
            Fail(
                at,
                $"The worker {Quote(worker)} went on at {item.Time} though it could at {ready[worker]}; expected it to run on a thread of its own, whatever the loop's thread does."
            );
        }

        var computes = item.Kind == EventKind.ComputeBegin;
        computing[worker] = computes ? at : -1;
        ready[worker] = item.Time + (computes ? Index.Statement(in item)!.Number : 0);
    }

    private void Fires(int timer, int at)
    {
        var made = Index.First(EventKind.Creating, timer);
        var worker = Array.FindIndex(computing, 0, Index.Code.Computations.Length, begun => begun >= 0);
        if (worker < 0 || made < 0)
            return;
        Trigger();
        if (Index.Trace.Runtime.Clock == ClockKind.Real)
            return;
        var idle = Index.Get<IdleTime>();
        var late = idle.At(at) - idle.At(made) - Math.Max(Index.Code.Computations[timer].Duration, 1);
        if (late > 0)
            Fail(
                at,
                $"The timer {Quote(timer)} was late by {late} while the loop only waited and the worker {Quote(worker)} computed; expected the loop to keep turning."
            );
    }
}
