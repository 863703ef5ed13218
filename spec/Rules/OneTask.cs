using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>JOIN-03: the children of a combinator share one task.</summary>
internal sealed class OneTask : Rule
{
    private int[] running = [];
    private short[] threads = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "JOIN-03",
            Title = "join is one task: no parallelism",
            Family = Family.Lazy,
            Chapter = Join.Chapter,
            Text =
                "Children of join!/select! share one task and thread; a blocking or long child stalls its siblings; they never run in parallel.",
            Trigger = "A child of a combinator of several, or what it awaits, runs from one suspension to the next.",
            Sources =
            [
                Articles.NodeToRust("that’s the point where both tasks are polled and run concurrently."),
                Join.JoinDocs + " (\"the expressions are able to run concurrently but not in parallel\")",
            ],
            Litmus = ["join-03-a-busy-child-stalls-its-siblings"],
            Mutants = ["join-in-parallel"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Resumed,
            EventKind.PollBegin,
            EventKind.PollEnd,
            EventKind.Awaiting,
            EventKind.Completed,
            EventKind.Cancelled,
        ];

    public override bool Concerns(Code code) => code.Has(Op.Combine);

    protected override void OnBegin()
    {
        Questions.Reset(ref running, Index.Code.Computations.Length, -1);
        Questions.Reset(ref threads, Index.Code.Instructions.Length, (short)-1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var task = Index.Code.Tasks[item.Computation];
        if (task < 0)
            return;
        ref var piece = ref running[task];
        if (item.Kind is EventKind.Started or EventKind.Resumed or EventKind.PollBegin)
        {
            if (Index.Get<Ownership>().IsBranch(item.Computation))
            {
                Trigger();
                CheckThread(in item, at);
            }

            if (piece >= 0 && piece != item.Computation)
                Fail(
                    at,
                    $"{Quote(item.Computation)} ran while {Quote(piece)} of the same task had not suspended; expected the children of a combinator to take turns."
                );
            piece = item.Computation;
        }
        else if (piece == item.Computation)
        {
            piece = -1;
        }

        if (item.Kind == EventKind.Awaiting)
            threads[item.Site] = item.Thread;
    }

    private void CheckThread(in Event item, int at)
    {
        var site = Index.Get<Ownership>().CombineOf(item.Computation);
        if (item.Kind != EventKind.Started || site < 0)
            return;
        if (threads[site] >= 0 && threads[site] != item.Thread)
            Fail(
                at,
                $"{Quote(item.Computation)} was first polled on thread {item.Thread}, yet its combinator was awaited on thread {threads[site]}; expected one thread."
            );
    }
}
