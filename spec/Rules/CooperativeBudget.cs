using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SCHED-05: what is always ready gives way nevertheless.</summary>
internal sealed class CooperativeBudget : Rule
{
    /// <summary>How many operations a poll of a task may do.</summary>
    internal const int Budget = 128;

    /// <summary>Whether no poll of a program can use up its budget.</summary>
    internal static bool Suffices(Code code) =>
        code.Instructions.Length + code.Computations.Sum(computation => computation.Cycles) < Budget;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SCHED-05",
            Title = "Cooperative budget",
            Family = Family.Lazy,
            Chapter = Scheduling.Chapter,
            Text =
                "A poll MUST be forced to yield after 128 budgeted resource operations (channels, semaphores, sockets, timers), unless unconstrained; "
                + "thus always-ready loops cannot starve others and a timeout around one still fires.",
            Trigger = "A probe completes that does more than 128 cycles.",
            Sources =
            [
                Articles.TokioAndNode("When an async task yields (e.g., during an `await`)"),
                "https://docs.rs/tokio/latest/tokio/task/coop/index.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (coop)",
            ],
            Litmus = ["sched-05-the-budget-of-a-poll-ends"],
            Mutants = ["budget-never-ends"],
        };

    public override bool Concerns(Code code) => code.Has(ComputationKind.Probe);

    public override ReadOnlySpan<EventKind> Wants => [EventKind.PollEnd];

    protected override void OnEvent(in Event item, int at)
    {
        var probe = Index.Code.Computations[item.Subject];
        if (probe.Cycles <= Budget || item.Outcome != Outcome.Value)
            return;
        Trigger();
        var polls = item.Value.AsNumber - probe.Pending;
        if (polls * Budget < probe.Cycles)
            Fail(
                at,
                $"{Quote(probe.Id)} did {probe.Cycles} budgeted operations in {polls} {(polls == 1 ? "poll" : "polls")}; expected at most {Budget} in each."
            );
    }
}
