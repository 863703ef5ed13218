using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>WORK-03: a worker has copies, and what cannot be copied cannot be posted.</summary>
internal sealed class NothingIsShared : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "WORK-03",
            Title = "No sharing except SharedArrayBuffer",
            Family = Family.Eager,
            Chapter = Workers.Chapter,
            Text =
                "Objects MUST be structured-cloned, so that a mutation on one side is invisible on the other; promises and functions are not cloneable (DataCloneError).",
            Trigger = "One side logs a counter that the other side has changed since it was copied, or a promise is posted.",
            Sources =
            [
                Articles.NodeToRust("Single-threaded JS → no data races"),
                "https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal",
                "https://nodejs.org/api/worker_threads.html#considerations-when-transferring-typedarrays-and-buffers",
            ],
            Litmus = ["work-03-a-worker-has-copies", "work-03-a-promise-cannot-be-posted"],
            Mutants = ["worker-shares-memory", "promises-are-copied"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Log, EventKind.Posting, EventKind.Posted];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Worker);

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Log)
        {
            Logs(in item, at);
            return;
        }

        var posted = Index.Statement(in item)!.Adopted;
        if (posted < 0)
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
