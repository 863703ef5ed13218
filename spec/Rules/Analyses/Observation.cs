using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>What an event shows of a promise's outcome: an await that goes on shows all of it, a reaction that begins shows which kind it is.</summary>
internal static class Observation
{
    /// <summary>The promise that this event observes, or -1.</summary>
    public static int Of(TraceIndex index, in Event item)
    {
        if (item.Kind == EventKind.Resumed)
            return item.Site >= 0 && index.Code.Instructions[item.Site].Op == Op.Await ? item.Subject : -1;
        var computation = index.Code.Computations[item.Computation];
        var observes = item.Kind == EventKind.Started && computation.Kind is (ComputationKind.Then or ComputationKind.Catch);
        return observes ? computation.Subject : -1;
    }

    /// <summary>Whether the event agrees with this outcome.</summary>
    public static bool Fits(TraceIndex index, in Event item, Outcome outcome, Value value) =>
        item.Kind == EventKind.Resumed
            ? item.Outcome == outcome && item.Value == value
            : (index.Code.Computations[item.Computation].Kind == ComputationKind.Then) == (outcome == Outcome.Value);

    /// <summary>What the event shows, in words.</summary>
    public static string Describe(in Event item) =>
        item.Kind == EventKind.Resumed ? Wording.Of(item.Outcome, item.Value) : "the other outcome";
}
