using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>The model as one more rule: the whole trace must be an execution of the operational semantics.</summary>
public sealed class ModelRule : Rule
{
    private readonly ModelChecker checker = new();

    /// <inheritdoc/>
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MODEL-01",
            Title = "Every trace is an execution of the model",
            Family = Family.Both,
            Chapter = "The model",
            Text =
                "Each event of a trace MUST be one that the operational semantics of its family can do after the events before it, "
                + "and the trace MUST end only when nothing is left that could still run.",
            Trigger = "An execution has ended, and its events do not leave too many explanations open.",
            Sources =
            [
                "https://tc39.es/ecma262/#sec-jobs",
                "https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick",
                "https://docs.rs/tokio/latest/tokio/runtime/index.html",
            ],
            Litmus =
            [
                "model-01-rejections-are-reported-in-their-order",
                "model-01-who-awaits-a-terminated-worker-is-told",
                "model-01-exits-come-together",
                "model-01-every-reader-of-a-shared-future-is-woken",
                "model-01-who-reads-what-panicked-panics-too",
                "model-01-a-set-wakes-who-took-its-last-outcome",
                "model-01-a-yield-in-a-shared-future-wakes-who-reads-it-then",
                "model-01-a-shared-future-goes-with-its-last-share",
                "model-01-an-aborted-block-had-a-share",
                "model-01-a-job-reads-what-is-added-behind-it",
                "loop-04-arming-in-the-last-drain-serves-what-is-due",
                "loop-04-a-cleared-timer-wakes-the-loop-all-the-same",
            ],
            Mutants = ["unhandled-newest-first", "shared-wakes-one-reader", "timers-served-once", "timers-served-early"],
        };

    /// <inheritdoc/>
    public override ReadOnlySpan<EventKind> Wants => [];

    /// <inheritdoc/>
    public override bool AppliesTo(RuntimeDescription runtime) => base.AppliesTo(runtime) && ModelChecker.Covers(runtime);

    /// <inheritdoc/>
    public override bool Concerns(Code code) => ModelChecker.Covers(code);

    /// <inheritdoc/>
    protected override void OnEvent(in Event item, int at) { }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var rejection = checker.Check(Index.Trace);
        if (checker.IsJudged)
            Trigger();
        else if (checker.HasGivenUp)
            Undecided();
        if (rejection is null)
            return;
        var guard = rejection.Guard == Info.Id ? "" : $" ({rejection.Guard})";
        Fail(rejection.Event, $"{Rules.Wording.Sentence(rejection.Message)}{guard}.");
    }
}
