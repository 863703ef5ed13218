using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>How each promise of an eager trace has to end, as the program's own points say: the first effective resolve, reject, return or throw.</summary>
internal sealed class Settlements : Analysis
{
    private TraceIndex index = null!;
    private Settlement[] settlements = [];
    private int count;

    /// <summary>What is known of a promise.</summary>
    public ref readonly Settlement this[int promise] => ref settlements[promise];

    /// <summary>How a promise ends, through all promises that it follows.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="outcome">Value or error.</param>
    /// <param name="value">With what.</param>
    /// <param name="settledAt">The event that settles the last promise it follows, or -1 when no event shows it.</param>
    /// <returns>Whether the trace determines it.</returns>
    public bool TryExpect(int promise, out Outcome outcome, out Value value, out int settledAt)
    {
        var at = promise;
        var passed = Outcome.None;
        for (var step = 0; step <= count; step++)
        {
            ref readonly var known = ref settlements[at];
            if (known.Outcome != Outcome.None)
            {
                (outcome, value) = (known.Outcome, known.Value);
                var root = known.Root >= 0 ? known.Root : at;
                settledAt = settlements[root].SettledAt;
                // An outcome that a handler would have taken does not pass it by.
                if (passed != Outcome.None && passed != outcome)
                    return false;
                settlements[promise] = settlements[promise] with { Outcome = outcome, Value = value, Root = root };
                return true;
            }

            var next = known.Follows;
            var computation = index.Code.Computations[at];
            if (next < 0 && index.First(EventKind.Started, at) < 0)
            {
                var passes = computation.Kind switch
                {
                    ComputationKind.Then => Outcome.Error,
                    ComputationKind.Catch => Outcome.Value,
                    _ => Outcome.None,
                };
                if (passes == Outcome.None || (passed != Outcome.None && passed != passes))
                    break;
                passed = passes;
                next = computation.Subject;
            }

            if (next < 0)
                break;
            at = next;
        }

        (outcome, value, settledAt) = (Outcome.None, Value.Unit, -1);
        return false;
    }

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        this.index = index;
        count = index.Code.Computations.Length;
        Fit(ref settlements, count);
        for (var id = 0; id < count; id++)
        {
            var computation = index.Code.Computations[id];
            var sleeps = computation is { Kind: ComputationKind.Sleep or ComputationKind.Echo, Subject: < 0 };
            settlements[id] = Settlement.Open with { Outcome = sleeps ? Outcome.Value : Outcome.None };
        }

        var events = index.Trace.Events;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            switch (item.Kind)
            {
                case EventKind.Resolving:
                    var adopted = item.Site < 0 ? -1 : index.Code.Instructions[item.Site].Adopted;
                    Attempt(item.Subject, at, Outcome.Value, item.Value, adopted);
                    break;
                case EventKind.Rejecting:
                    Attempt(item.Subject, at, Outcome.Error, item.Value, -1);
                    break;
                case EventKind.Completed:
                    Complete(in item, at);
                    break;
            }
        }
    }

    private void Complete(in Event item, int at)
    {
        var returned = item.Outcome == Outcome.Value && item.Site >= 0 ? index.Code.Instructions[item.Site].Target : -1;
        switch (index.Code.Computations[item.Computation].Kind)
        {
            case ComputationKind.Finally when item.Outcome == Outcome.Value:
                // A finally passes its subject's outcome on, unless what it returns is rejected: then the trace does not say.
                if (returned < 0)
                    Attempt(item.Computation, at, Outcome.None, default, index.Code.Computations[item.Computation].Subject);
                break;
            case ComputationKind.Promise when item.Outcome != Outcome.Error:
            case ComputationKind.Worker or ComputationKind.Message:
                // That a worker has ended, the loop hears later.
                break;
            default:
                Attempt(item.Computation, at, item.Outcome, item.Value, returned);
                break;
        }
    }

    private void Attempt(int promise, int at, Outcome outcome, Value value, int adopted)
    {
        ref var known = ref settlements[promise];
        if (known.LockedAt >= 0)
        {
            var differs = adopted >= 0 || known.Follows >= 0 || outcome != known.Outcome || value != known.Value;
            if (known.IgnoredAt < 0 && differs)
                known = known with { IgnoredAt = at };
            return;
        }

        if (adopted == promise)
            known = known with { LockedAt = at, SettledAt = at, Outcome = Outcome.Error, Value = Value.Of("cycle"), Itself = true };
        else if (adopted >= 0)
            known = known with { LockedAt = at, Follows = adopted };
        else
            known = known with { LockedAt = at, SettledAt = at, Outcome = outcome, Value = value };
    }
}
