using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class AbortAfterSettlement : Rule
{
    private int[] seen = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ABORT-03",
            Title = "Abort after settlement has no effect",
            Family = Family.Both,
            Chapter = Aborting.Chapter,
            Text = "Aborting or cancelling a finished operation MUST NOT change its result.",
            Trigger = "An abortable operation that had ended before it was aborted is observed.",
            Sources = [Aborting.Dom, "https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html#method.abort"],
            Litmus = ["abort-03-a-finished-sleep-stays-finished", "abort-03-a-finished-task-keeps-its-result"],
            Mutants = ["late-abort-rejects", "late-abort-cancels"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(Op.Abort);

    protected override void OnBegin() => Questions.Reset(ref seen, Index.Code.Computations.Length, -1);

    protected override void OnEvent(in Event item, int at)
    {
        var operation = Observation.Of(Index, in item);
        if (operation < 0)
            return;
        if (Index.Code.Program.Dialect == Dialect.Lazy)
        {
            if (item.Kind == EventKind.Resumed)
                Handle(in item, at, operation);
            return;
        }

        if (Index.Kind(operation) != ComputationKind.Sleep)
            return;
        var signal = Index.Code.Computations[operation].Subject;
        var aborted = signal < 0 ? -1 : Aborting.First(Index, signal);
        if (aborted >= 0 && aborted < at && HadEnded(operation, aborted))
        {
            Trigger();
            if (!Observation.Fits(Index, in item, Outcome.Value, Value.Unit))
                Fail(
                    at,
                    $"{Quote(operation)} was over before {Quote(signal)} was aborted, and {Quote(item.Computation)} saw {Observation.Describe(in item)}; expected its result to stay."
                );
        }

        if (seen[operation] < 0 && Observation.Fits(Index, in item, Outcome.Value, Value.Unit))
            seen[operation] = at;
    }

    // Somebody had seen its end, or its time was over while the thread was idle.
    private bool HadEnded(int sleep, int aborted)
    {
        if (seen[sleep] >= 0 && seen[sleep] < aborted)
            return true;
        var made = Index.First(EventKind.Creating, sleep);
        if (made < 0 || made > aborted || Index.Trace.Runtime.Clock == ClockKind.Real)
            return false;
        var idle = Index.Get<IdleTime>();
        return idle.At(aborted) - idle.At(made) > Math.Max(Index.Code.Computations[sleep].Duration, 1);
    }

    private void Handle(in Event item, int at, int handle)
    {
        var aborted = Index.First(EventKind.Aborting, handle);
        var body = Index.Kind(handle) switch
        {
            ComputationKind.Blocking => handle,
            ComputationKind.Handle when Index.RunsBody(handle) => Index.Code.Computations[handle].Subject,
            _ => -1,
        };
        var ended = body < 0 ? -1 : Index.First(EventKind.Completed, body);
        if (aborted < 0 || ended < 0 || ended > aborted || Index.Trace[ended].Outcome == Outcome.Panic)
            return;
        Trigger();
        ref readonly var end = ref Index.Trace[ended];
        if (end.Outcome != item.Outcome || end.Value != item.Value)
            Fail(
                at,
                $"{Quote(body)} had ended with {Wording.Of(end.Outcome, end.Value)} before it was aborted, and its handle gave {Wording.Of(item.Outcome, item.Value)}; expected its result to stay."
            );
    }
}
