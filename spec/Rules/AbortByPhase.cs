using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SPAWN-05: what an abort does depends on how far the task has come.</summary>
internal sealed class AbortByPhase : Rule
{
    private int[] aborting = [];
    private bool[] inside = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SPAWN-05",
            Title = "abort by phase",
            Family = Family.Lazy,
            Chapter = Spawning.Chapter,
            Text =
                "abort before the first poll: the body never runs, JoinError cancelled; while suspended: dropped at that point when the scheduler next runs it "
                + "(not inside abort()); during a poll: takes effect at the next suspension, or not at all if that poll completes; after completion: no effect.",
            Trigger = "An unfinished task is aborted, or the handle of an aborted one gives its result.",
            Sources =
            [
                Articles.NodeToRust(
                    "Because a Future doesn’t start automatically, it can be canceled or composed for testing before execution."
                ),
                Spawning.HandleDocs + "#method.abort",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_abort.rs",
            ],
            Litmus =
            [
                "spawn-05-abort-after-completion",
                "spawn-05-abort-before-the-first-poll",
                "spawn-05-abort-during-the-last-poll",
                "spawn-05-abort-from-another-thread",
                "spawn-05-abort-while-suspended",
                "spawn-05-abort-of-who-gave-way",
            ],
            Mutants = ["abort-drops-at-once", "abort-after-completion-cancels"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Aborting, EventKind.Aborted, EventKind.Started, EventKind.Resumed, EventKind.Completed, EventKind.Cancelled];

    public override bool Concerns(Code code) => code.Has(Op.Abort);

    protected override void OnBegin()
    {
        Questions.Reset(ref aborting, Index.Code.Computations.Length, -1);
        Questions.Reset(ref inside, Index.Code.Computations.Length, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Aborting when Index.Kind(item.Subject) == ComputationKind.Handle:
                Aborts(item.Subject, at);
                return;
            case EventKind.Aborted:
                inside[item.Subject] = false;
                return;
            case EventKind.Resumed when item.Subject >= 0 && aborting[item.Subject] >= 0:
                Delivers(in item, at);
                return;
        }

        var handle = Index.Get<Ownership>().HandleOf(item.Computation);
        if (handle >= 0 && aborting[handle] >= 0)
            GoesOn(in item, at, handle);
    }

    private void Aborts(int handle, int at)
    {
        if (aborting[handle] >= 0)
            return;
        aborting[handle] = at;
        inside[handle] = true;
        if (!Index.Before(EventKind.Completed, Index.Code.Computations[handle].Subject, at))
            Trigger();
    }

    private void GoesOn(in Event item, int at, int handle)
    {
        var abort = aborting[handle];
        if (item.Kind == EventKind.Cancelled)
        {
            if (inside[handle] && Index.Trace[abort].Thread == item.Thread)
                Fail(at, $"{Quote(item.Computation)} was dropped inside abort; expected it to be dropped when the scheduler next runs it.");
            else if (Index.Get<Waits>().BeginOf(at) < 0)
                Fail(
                    at,
                    $"{Quote(item.Computation)} was killed in the middle of a poll by abort; expected abort to take effect at its next suspension."
                );
            return;
        }

        // With several workers the task may have been taken up before the abort took effect.
        if (Index.Trace.Runtime.Workers > 1)
            return;
        if (item.Kind == EventKind.Started)
            Fail(
                at,
                $"{Quote(item.Computation)} started though it had been aborted before its first poll; expected its body never to run."
            );
        else if (item.Kind == EventKind.Resumed && Index.Get<Waits>().BeginOf(at) < abort)
            Fail(
                at,
                $"{Quote(item.Computation)} went on though it had been aborted while suspended; expected it to be dropped where it was."
            );
    }

    private void Delivers(in Event item, int at)
    {
        var body = Index.Code.Computations[item.Subject].Subject;
        if (
            Index.Kind(item.Subject) != ComputationKind.Handle
            || Index.Kind(body) != ComputationKind.Async
            || !Index.RunsBody(item.Subject)
            || Index.Statement(in item) is not { Op: Op.Await }
        )
            return;
        Trigger();
        var completed = Index.First(EventKind.Completed, body);
        var gaveCancelled = item.Outcome == Outcome.Error && item.Value.AsText == "cancelled";
        if (completed >= 0 && completed < at && Index.Trace[completed].Outcome == Outcome.Value)
        {
            if (item.Outcome != Outcome.Value || item.Value != Index.Trace[completed].Value)
                Fail(
                    at,
                    $"{Quote(item.Subject)} gave {item.Value} though {Quote(body)} had completed with {Index.Trace[completed].Value}; expected abort to have no effect after completion."
                );
        }
        else if (completed < 0 && !gaveCancelled)
        {
            Fail(
                at,
                $"{Quote(item.Subject)} gave {item.Value} though {Quote(body)} was aborted and never completed; expected the error cancelled."
            );
        }
    }
}
