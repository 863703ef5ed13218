using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>RTC-04: who may drive a runtime that runs already.</summary>
internal sealed class NestedDriving : Rule
{
    private const string Refusal = "block-on inside a task";
    private const int Nowhere = -1;
    private int[] driving = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "RTC-04",
            Title = "No nested driving",
            Family = Family.Lazy,
            Chapter = RunToCompletion.Chapter,
            Text =
                "Driving a runtime from inside an async context (block_on in a task) MUST fail loudly; from a blocking-pool thread it is allowed.",
            Trigger = "A body or a job drives a computation.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.block_on (Panics)",
                "https://docs.rs/tokio/latest/tokio/runtime/struct.Handle.html#method.block_on",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (nested_rt)",
            ],
            Litmus = ["rtc-04-a-job-may-drive", "rtc-04-driving-inside-a-task-panics"],
            Mutants = ["nested-block-on-runs", "jobs-may-not-drive"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Started, EventKind.Resumed, EventKind.Completed];

    public override bool Concerns(Code code) => code.Has(Op.BlockOn);

    protected override void OnBegin() => Questions.Reset(ref driving, Index.Code.Computations.Length, Nowhere);

    protected override void OnEvent(in Event item, int at)
    {
        var body = item.Computation;
        switch (item.Kind)
        {
            case EventKind.Awaiting when Index.Statement(in item) is { Op: Op.BlockOn }:
                Trigger();
                driving[body] = at;
                break;
            case EventKind.Started when DriverOf(body) is >= 0 and var driver && driving[driver] != Nowhere && !IsJob(driver):
                Fail(at, $"{Quote(body)} ran inside {Quote(driver)}, a body that is polled; expected block-on to panic there.");
                break;
            case EventKind.Resumed when driving[body] != Nowhere:
                if (!IsJob(body))
                    Fail(at, $"{Quote(body)} went on after a block-on; expected it to panic: a body is polled by the runtime.");
                driving[body] = Nowhere;
                break;
            case EventKind.Completed when driving[body] != Nowhere:
                Ends(in item, at);
                driving[body] = Nowhere;
                break;
        }
    }

    protected override void OnEnd()
    {
        if (Index.Trace.Ending != Ending.Deadlock)
            return;
        foreach (var body in Index.Code.Computations)
        {
            if (driving[body.Id] is not Nowhere and var at && !IsJob(body.Id))
                Fail(at, $"{Quote(body.Id)} hung at a block-on; expected it to panic: a body is polled by the runtime.");
        }
    }

    private void Ends(in Event item, int at)
    {
        var isRefusal = item.Outcome == Outcome.Panic && item.Value.AsText == Refusal;
        if (IsJob(item.Computation))
        {
            if (isRefusal)
                Fail(at, $"{Quote(item.Computation)} was not allowed to drive a computation; expected that of a job off the executor.");
        }
        else if (!isRefusal)
        {
            Fail(at, $"{Quote(item.Computation)} ended with {item.Value} at a block-on; expected it to panic with \"{Refusal}\".");
        }
    }

    private int DriverOf(int computation)
    {
        var consumer = Index.Code.Computations[computation].Consumer;
        return consumer >= 0 && Index.Code.Instructions[consumer].Op == Op.BlockOn ? Index.Code.Instructions[consumer].Owner : Nowhere;
    }

    private bool IsJob(int computation) => Index.Kind(computation) == ComputationKind.Blocking;
}
