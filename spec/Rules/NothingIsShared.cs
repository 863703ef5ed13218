using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>WORK-03: a worker has copies, and what cannot be copied cannot be posted.</summary>
internal sealed class NothingIsShared : Rule
{
    private bool[] mayHaveEnded = [];
    private int[] waiting = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "WORK-03",
            Title = "No sharing except SharedArrayBuffer",
            Family = Family.Eager,
            Chapter = Workers.Chapter,
            Text =
                "Objects MUST be structured-cloned, so that a mutation on one side is invisible on the other; promises and functions are not cloneable (DataCloneError).",
            Trigger =
                "One side logs a counter that the other side has changed since it was copied, or a promise is posted to a worker that has not ended.",
            Sources =
            [
                Articles.NodeToRust("Single-threaded JS → no data races"),
                "https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal",
                "https://nodejs.org/api/worker_threads.html#considerations-when-transferring-typedarrays-and-buffers",
            ],
            Litmus = ["work-03-a-worker-has-copies", "work-03-a-promise-cannot-be-posted", "work-03-an-ended-worker-takes-nothing"],
            Mutants = ["worker-shares-memory", "promises-are-copied"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Creating,
            EventKind.Started,
            EventKind.Completed,
            EventKind.Log,
            EventKind.Posting,
            EventKind.Posted,
            EventKind.Terminating,
        ];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Worker);

    protected override void OnBegin()
    {
        Questions.Reset(ref mayHaveEnded, Index.Code.Computations.Length, false);
        Questions.Reset(ref waiting, Index.Code.Computations.Length, 0);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Log:
                Logs(in item, at);
                break;
            case EventKind.Terminating:
                mayHaveEnded[item.Subject] = true;
                break;
            case EventKind.Creating or EventKind.Started or EventKind.Completed:
                if (Index.Code.Computations[item.Subject].Worker is >= 0 and var worker)
                    OfWorker(worker, in item);
                break;
            case EventKind.Posting or EventKind.Posted:
                Posts(in item, at);
                break;
        }
    }

    private void OfWorker(int worker, in Event item)
    {
        if (item.Kind == EventKind.Completed)
            mayHaveEnded[worker] |= item.Outcome == Outcome.Error || waiting[worker] == 0;
        else if (Index.Kind(item.Subject) == ComputationKind.Message)
            waiting[worker] += item.Kind == EventKind.Creating ? 1 : -1;
    }

    // What is posted to a worker that has ended is not even looked at, and when the loop hears of an end no event tells.
    private void Posts(in Event item, int at)
    {
        var posted = Index.Statement(in item)!.Adopted;
        if (posted < 0 || mayHaveEnded[item.Subject])
            return;
        if (item.Kind == EventKind.Posting)
            Trigger();
        else
            Fail(at, $"The promise {Quote(posted)} was posted to {Quote(item.Subject)}; expected \"not cloneable\" to be thrown.");
    }

    private void Logs(in Event item, int at)
    {
        if (Index.Get<CounterCopies>().ExpectedAt(at) is not { } expected)
            return;
        Trigger();
        if (expected != item.Value.AsText)
            Fail(
                at,
                $"{Quote(item.Computation)} logged \"{item.Value}\"; expected \"{expected}\": what the other side of a worker adds changes only its own copy."
            );
    }
}
