using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class FinallyPassesThrough : JobOrderRule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "MICRO-07",
            Title = "finally passes through",
            Family = Family.Eager,
            Chapter = ReactionOrder.Chapter,
            Text =
                "finally callbacks get no argument, their normal result MUST be ignored (value or reason passes through at hop 4 for settled input), "
                + "a throw in them replaces the outcome. Bun 1.4.5 passes it on two hops earlier than ECMA-262 asks.",
            Trigger = "The promise of a finally whose handler ran is observed, or a job that waited for it begins near other jobs.",
            Sources =
            [
                "ECMA-262, sec-promise.prototype.finally",
                "test262 built-ins/Promise/prototype/finally/resolved-observable-then-calls.js",
            ],
            Litmus = ["micro-07-finally-passes-the-outcome-on", "micro-07-finally-costs-four-hops"],
            Mutants = ["finally-replaces-the-value", "finally-passes-early"],
        };

    protected override void OnEvent(in Event item, int at)
    {
        Value(in item, at);
        Hops(at);
    }

    private void Value(in Event item, int at)
    {
        var promise = Observation.Of(Index, in item);
        if (
            promise < 0
            || Index.Kind(promise) != ComputationKind.Finally
            || !Index.Before(EventKind.Completed, promise, at)
            || !Index.Get<Settlements>().TryExpect(promise, out var outcome, out var value, out _)
        )
            return;
        Trigger();
        if (!Observation.Fits(Index, in item, outcome, value))
            Fail(
                at,
                $"{Quote(item.Computation)} saw {Observation.Describe(in item)} of the finally {Quote(promise)}; expected {Wording.Of(outcome, value)}, {Origin(promise)}."
            );
    }

    private string Origin(int promise) =>
        Index.Trace[Index.First(EventKind.Completed, promise)].Outcome == Outcome.Error
            ? "which its handler threw"
            : $"the outcome of {Quote(Index.Code.Computations[promise].Subject)} that passes through";

    private void Hops(int at)
    {
        ref readonly var check = ref Order[at];
        if (check.Order == JobOrder.TooEarly && Index.Kind(Order.Job(check.Job).Source) == ComputationKind.Finally)
        {
            Trigger();
            Fail(at, $"{Subject(check.Job)} ran too early; expected a finally to pass an outcome on at hop 4.");
        }
        else if (check.Contested && check.Order is (JobOrder.InOrder or JobOrder.Overtook) && Nature(in check) == JobNature.Finally)
        {
            Trigger();
            if (check.Order == JobOrder.Overtook)
                Fail(
                    at,
                    $"{Subject(check.Job)} ran before {Order.Describe(check.Other)}, which was queued earlier; expected a finally to pass an outcome on at hop 4."
                );
        }
    }
}
