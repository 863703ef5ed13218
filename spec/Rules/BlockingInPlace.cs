using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>BLOCK-04: who blocks in the middle of a task hands its worker over, or panics where there is none.</summary>
internal sealed class BlockingInPlace : Rule
{
    private const string Refusal = "in-place without workers";
    private readonly List<(int Handle, int Maker)> behind = [];
    private int[] begun = [];
    private int[] polled = [];
    private int[] entered = [];
    private bool[] foundFull = [];
    private int held;
    private int crowded;

    // Jobs and polls that may have no worker any more; the last event at which they took all threads of the pool, or more than one of them too many.
    private int taken;
    private int full;
    private int overfull;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "BLOCK-04",
            Title = "block_in_place hands the worker over",
            Family = Family.Lazy,
            Chapter = BlockingPool.Chapter,
            Text =
                "block_in_place MUST move the worker's queue (incl. LIFO slot) to another thread so other tasks proceed even with one worker; on current_thread it MUST panic. "
                + "The other thread is one of the blocking pool: while all of these are taken the tasks wait, and a block that is over before may have its worker back. "
                + "That they proceed in time is checked where time is virtual.",
            Trigger =
                "A task of a runtime with workers computes in place, once more for each task that it spawned just before; or a block in place is entered without workers, or refused.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/task/fn.block_in_place.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_blocking.rs",
            ],
            Litmus =
            [
                "block-04-a-short-block-may-have-its-worker-back",
                "block-04-all-workers-may-be-held-in-place",
                "block-04-in-place-hands-the-worker-over",
                "block-04-in-place-panics-without-workers",
            ],
            Mutants = ["in-place-keeps-the-worker", "in-place-needs-no-workers"],
        };

    public override bool Concerns(Code code) => code.Has(Op.EnterInPlace);

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Resumed,
            EventKind.Creating,
            EventKind.ComputeBegin,
            EventKind.ComputeEnd,
            EventKind.Log,
            EventKind.Completed,
        ];

    protected override void OnBegin()
    {
        behind.Clear();
        Questions.Reset(ref begun, Index.Code.Computations.Length, -1);
        Questions.Reset(ref polled, Index.Code.Computations.Length, -1);
        Questions.Reset(ref entered, Index.Code.Computations.Length, -1);
        Questions.Reset(ref foundFull, Index.Code.Computations.Length, value: false);
        (held, crowded, taken, full, overfull) = (0, -1, 0, -1, -1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        CountThreads(in item, at);

        // A job that drives a computation has a thread of its own: nothing is handed over, and nothing waits.
        if (Index.Code.Tasks[item.Computation] < 0 || Index.IsOffExecutor(item.Computation))
            return;
        if (Index.Trace.Runtime.Workers == 1)
            Alone(in item, at);
        else
            AmongWorkers(in item, at);
    }

    // Whether all were taken is asked of the poll as far as it had a worker, and from then on of the others.
    private void CountThreads(in Event item, int at)
    {
        var body = item.Computation;
        if (item.Kind == EventKind.Creating)
        {
            taken += Index.Kind(item.Subject) == ComputationKind.Blocking ? 1 : 0;
        }
        else if (item.Kind == EventKind.Completed)
        {
            taken -= entered[body] >= 0 || Index.Kind(body) == ComputationKind.Blocking ? 1 : 0;
            entered[body] = -1;
        }
        else if (Index.Statement(in item) is { InPlace: true } && entered[body] < 0)
        {
            (entered[body], foundFull[body]) = (at, full >= polled[body]);
            taken++;
        }

        full = taken >= Index.Trace.Runtime.PoolSize ? at : full;
        overfull = taken > Index.Trace.Runtime.PoolSize ? at : overfull;
    }

    private void Alone(in Event item, int at)
    {
        if (IsRefusal(in item))
        {
            Trigger();
        }
        else if (Index.Statement(in item) is { InPlace: true } && item.Kind != EventKind.ComputeEnd)
        {
            Trigger();
            Fail(at, $"{Quote(item.Computation)} went on in place on the only thread there is; expected in-place to panic there.");
        }
    }

    private void AmongWorkers(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Started or EventKind.Resumed:
                var body = item.Computation;
                polled[body] = at;
                behind.RemoveAll(task => task.Maker == body);
                break;
            case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Handle:
                if (Index.ShowsStart(Index.Code.Computations[item.Subject].Subject) && Index.RunsBody(item.Subject))
                    behind.Add((item.Subject, item.Computation));
                break;
            case EventKind.ComputeBegin when Index.Statement(in item) is { InPlace: true }:
                begun[item.Computation] = at;
                break;
            case EventKind.ComputeBegin:
                held++;
                crowded = Math.Max(crowded, held >= Index.Trace.Runtime.Workers ? at : -1);
                break;
            case EventKind.ComputeEnd when Index.Statement(in item) is { InPlace: true }:
                Held(in item, at);
                break;
            case EventKind.ComputeEnd:
                crowded = Math.Max(crowded, held >= Index.Trace.Runtime.Workers ? at : -1);
                held--;
                break;
            case EventKind.Completed when IsRefusal(in item):
                Trigger();
                Fail(at, $"{Quote(item.Computation)} was refused to block in place; expected a runtime with workers to hand one over.");
                break;
        }
    }

    private void Held(in Event item, int at)
    {
        Trigger();
        var begin = begun[item.Computation];
        if (
            item.Thread == 0
            || !Index.IsBeforeEnd(at)
            || Index.Trace.Runtime.Clock != ClockKind.Virtual
            || Index.Trace[begin].Time == item.Time
            || crowded >= begin
            || foundFull[item.Computation]
            || overfull >= entered[item.Computation]
            || held >= Index.Trace.Runtime.Workers
        )
            return;
        foreach (var (handle, maker) in behind)
        {
            if (maker != item.Computation || Index.Before(EventKind.Aborting, handle, at))
                continue;
            Trigger();
            var start = Index.StartOf(Index.Code.Computations[handle].Subject);
            if (start < 0 || start > at)
                Fail(
                    at,
                    $"{Quote(handle)} waited from {Index.Trace[begin].Time} to {item.Time} while {Quote(maker)}, which had spawned it, held its thread in place; expected the worker to be handed over."
                );
        }
    }

    private static bool IsRefusal(in Event item) =>
        item is { Kind: EventKind.Completed, Outcome: Outcome.Panic } && item.Value.AsText == Refusal;
}
