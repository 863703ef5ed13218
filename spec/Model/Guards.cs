using Conformance.Spec.Model.Eager;
using Conformance.Spec.Model.Lazy;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>Which guard of the model forbids an event.</summary>
internal static class Guards
{
    /// <summary>The guard's rule, and the reason as the middle of a sentence.</summary>
    public static (string Id, string Reason) Of(
        Code code,
        in Event found,
        List<Machine> configurations,
        List<(Machine Machine, Event Event)> possible
    )
    {
        foreach (var (_, expected) in possible)
        {
            if (expected.Kind != found.Kind || expected.Computation != found.Computation || expected.Site != found.Site)
                continue;
            if (expected.Subject != found.Subject)
                return ("MODEL-01", "but it is about another computation");
            if (expected.Time != found.Time && configurations[0].Runtime.Clock == ClockKind.Paused)
                return ("TIME-05", "but the clock does not stand there");
            if (expected.Time != found.Time)
                return found.Time < expected.Time ? ("TIME-01", "which is too early") : ("RTC-02", "which is too late");
            if (found.Kind == EventKind.PollEnd && (found.Outcome == Outcome.Error || expected.Outcome == Outcome.Error))
                return ("IO-03", found.Outcome == Outcome.Error ? "though its receiver is there" : "though its receiver is gone");
            if (found.Kind == EventKind.Resumed && found.Subject >= 0 && code.Computations[found.Subject].Kind == ComputationKind.Channel)
                return ("IO-03", "but another value is the first");
            if (found.Kind == EventKind.PollEnd && code.Computations[found.Subject].Kind != ComputationKind.Probe)
                return ("SCHED-09", found.Outcome == Outcome.Pending ? "though it has had its turn" : "though it is not its turn");
            if (found.Kind == EventKind.Log)
                return ("MODEL-01", "but the line is another one");
            if (found.Kind == EventKind.Awaiting && expected.Value != found.Value)
                return ("SEL-03", "but other branches are enabled");
            if (found.Kind == EventKind.Started && code.Computations[found.Computation].Kind == ComputationKind.Listener)
                return ("ABORT-02", "but the reason is another one");
            if (expected.Outcome != found.Outcome || expected.Value != found.Value)
                return (code.Program.Dialect == Dialect.Eager ? "MEMO-02" : "MEMO-04", "but the result is another one");
        }

        var (computation, site) = (found.Computation, found.Site);
        var own = possible.Any(one => one.Event.Computation == computation);
        if (own && possible.All(one => one.Event.Computation == computation))
            return ("MODEL-01", "but that is not what its text says next");
        if (configurations.Count == 0)
            return ("MODEL-01", "which the model cannot do");
        return configurations[0] is EagerMachine loop
            ? OfLoop(loop, code, in found, possible)
            : OfTasks((LazyMachine)configurations[0], in found, possible);
    }

    private static (string Id, string Reason) OfLoop(
        EagerMachine loop,
        Code code,
        in Event found,
        List<(Machine Machine, Event Event)> possible
    )
    {
        var kind = code.Computations[found.Computation].Kind;
        if (found.Kind == EventKind.Unhandled)
            return ("ERR-03", "but that is not known yet, not so, or said before");
        if (code.Computations[found.Computation].Worker >= 0)
            return ("WORK-01", "but that is not what its thread does next");
        if (kind == ComputationKind.Blocking)
            return ("BLOCK-03", "but the pool is full, has nothing such, or is somewhere else");
        var next = possible.FirstOrDefault(one => !code.Computations[one.Event.Computation].IsOffLoop);
        if (found.Kind == EventKind.Created && next.Machine is not null && next.Event.Kind == EventKind.Started)
        {
            var id = code.Computations[found.Subject].Kind == ComputationKind.Promise ? "EAGER-01" : "EAGER-02";
            return (id, "though its body has not run to its first suspension");
        }

        if (loop.IsBusy && next.Machine is not null && next.Event.Kind is not (EventKind.Started or EventKind.Resumed))
            return ("RTC-01", $"though \"{code.Computations[next.Event.Computation].Name}\" has not given way");
        if ((next.Machine as EagerMachine)?.Origin is Origin.Microtask or Origin.Tick)
        {
            return kind is ComputationKind.Timer or ComputationKind.Immediate
                ? ("MICRO-05", "though the queues are not empty")
                : ("MICRO-02", "though it is not first in the queue");
        }

        return (found.Kind, kind) switch
        {
            (EventKind.Started, ComputationKind.Timer) => ("TIME-03", "though it is not its turn"),
            (EventKind.Started, ComputationKind.Listener) => ("ABORT-02", "though it is not its turn"),
            _ => ("MODEL-01", "which is not its turn"),
        };
    }

    private static (string Id, string Reason) OfTasks(LazyMachine tasks, in Event found, List<(Machine Machine, Event Event)> possible)
    {
        if (
            tasks.Busy() is { } busy
            && busy != found.Computation
            && possible.Any(one => one.Event.Computation == busy && one.Event.Time == tasks.Now)
        )
            return ("RTC-01", $"though \"{tasks.Code.Computations[busy].Name}\" has not given way");
        if (tasks.Runtime.Clock == ClockKind.Paused && tasks.Now != found.Time)
            return ("TIME-05", "though the clock does not go on to that by itself");
        return found.Kind switch
        {
            EventKind.Started => ("LAZY-01", "though nothing polls it"),
            EventKind.Resumed or EventKind.PollBegin => ("POLL-02", "though nothing has woken it"),
            EventKind.Cancelled => ("CANC-01", "though nothing drops it here"),
            _ => ("MODEL-01", "which is not its turn"),
        };
    }
}
