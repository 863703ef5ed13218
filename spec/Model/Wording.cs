using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>Events as sentences.</summary>
internal sealed class Wording(Code code)
{
    /// <summary>An event of a trace: <c>"a" logs "x" at 10</c>.</summary>
    public string Describe(in Event item) =>
        item.Kind == EventKind.Log
            ? $"{Name(item.Computation)} logs \"{item.Value.AsText}\" at {item.Time}"
            : $"{Name(item.Computation)} {Verb(in item)} at {item.Time}";

    /// <summary>An event that a machine has emitted.</summary>
    public string Describe(Machine machine, in Event item) =>
        item.Kind == EventKind.Log
            ? $"{Name(item.Computation)} logs \"{machine.LineOf(code.Instructions[item.Site])}\" at {item.Time}"
            : $"{Name(item.Computation)} {Verb(in item)} at {item.Time}";

    private string Name(int computation) => computation < 0 ? "nobody" : $"\"{code.Computations[computation].Name}\"";

    private string Verb(in Event item) =>
        item.Kind switch
        {
            EventKind.Started when item.Value.Kind != ValueKind.Unit => $"starts with {Rules.Wording.Of(Outcome.Value, item.Value)}",
            EventKind.Started => "starts",
            EventKind.Completed when item.Site >= 0 && code.Instructions[item.Site] is { Op: Op.Return, Target: >= 0 and var adopted } =>
                $"returns {Name(adopted)}",
            EventKind.Completed => $"ends with {Rules.Wording.Of(item.Outcome, item.Value)}",
            EventKind.Cancelled => "is dropped",
            EventKind.Creating => $"is about to make {Name(item.Subject)}",
            EventKind.Created => $"has made {Name(item.Subject)}",
            EventKind.Awaiting => $"waits {Wait(in item)}",
            EventKind.Resumed => $"goes on after its wait {Wait(in item)} with {Rules.Wording.Of(item.Outcome, item.Value)}",
            EventKind.ComputeBegin => "begins to compute",
            EventKind.ComputeEnd => "ends computing",
            EventKind.DeferRan => "runs a deferred block",
            EventKind.Resolving => $"is about to resolve {Name(item.Subject)}",
            EventKind.Resolved => $"has resolved {Name(item.Subject)}",
            EventKind.Rejecting => $"is about to reject {Name(item.Subject)}",
            EventKind.Rejected => $"has rejected {Name(item.Subject)}",
            EventKind.Aborting => $"is about to abort {Name(item.Subject)}",
            EventKind.Aborted => $"has aborted {Name(item.Subject)}",
            EventKind.Dropping => $"is about to drop {Name(item.Subject)}",
            EventKind.Dropped => $"has dropped {Name(item.Subject)}",
            EventKind.Waking => $"is about to wake through {Name(item.Subject)}",
            EventKind.Woken => $"has woken through {Name(item.Subject)}",
            EventKind.Releasing => $"is about to give permits to {Name(item.Subject)}",
            EventKind.Released => $"has given permits to {Name(item.Subject)}",
            EventKind.Notifying => $"is about to notify through {Name(item.Subject)}",
            EventKind.Notified => $"has notified through {Name(item.Subject)}",
            EventKind.PollBegin => $"is polled for the {item.Value}. time",
            EventKind.PollEnd => item.Outcome switch
            {
                Outcome.Pending => "answers that it is pending",
                Outcome.Error => "answers that its receiver is gone",
                _ => "answers that it is ready",
            },
            _ => "reports an unhandled rejection",
        };

    private string Wait(in Event item)
    {
        var at = code.Instructions[item.Site];
        return at.Op switch
        {
            Op.Await => $"for {Name(at.Target)}",
            Op.Timeout => $"for {Name(at.Target)}, at most {at.Number}",
            Op.Sleep => $"of {at.Number}",
            Op.Yield => "of one turn",
            Op.Advance => $"of an advance by {at.Number}",
            Op.Next or Op.BlockOn => $"for {Name(at.Target)}",
            _ => $"for {string.Join(", ", at.Targets.Select(Name))}",
        };
    }
}
