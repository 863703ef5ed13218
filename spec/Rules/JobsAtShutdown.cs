using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>BLOCK-05: what becomes of jobs off the executor when the main body has ended.</summary>
internal sealed class JobsAtShutdown : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "BLOCK-05",
            Title = "Shutdown and blocking closures",
            Family = Family.Lazy,
            Chapter = BlockingPool.Chapter,
            Text =
                "Dropping a runtime MUST wait for started closures; shutdown_timeout bounds the wait but they keep running; "
                + "closures submitted after shutdown are cancelled; queued ones MAY run (a busy pool thread keeps draining) or be cancelled.",
            Trigger = "A blocking job has started and has not ended when the main body ends.",
            Sources =
            [
                BlockingPool.SpawnBlocking,
                "https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_timeout",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_handle_block_on.rs",
            ],
            Litmus = ["block-05-shutdown-ends-what-jobs-drive", "block-05-shutdown-waits-for-started-jobs"],
            Mutants = ["shutdown-leaves-jobs"],
        };

    public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

    public override ReadOnlySpan<EventKind> Wants => [];

    protected override void OnEvent(in Event item, int at) { }

    protected override void OnEnd()
    {
        if (Index.Trace.Ending is not (Ending.Completed or Ending.Failed))
            return;
        var end = Index.First(EventKind.Completed, 0);
        foreach (var job in Index.Code.Computations)
        {
            if (
                job.Kind != ComputationKind.Blocking
                || !Index.Before(EventKind.Started, job.Id, end)
                || Index.Before(EventKind.Completed, job.Id, end)
            )
                continue;
            Trigger();
            if (Index.First(EventKind.Completed, job.Id) < 0)
                Fail(
                    Index.Trace.Count - 1,
                    $"The blocking job {Quote(job.Id)} had started and had not ended when the runtime had shut down; expected the shutdown to wait for it."
                );
        }
    }
}
