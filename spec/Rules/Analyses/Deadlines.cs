using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// When each wait for a timer is due, as the program says: a <c>sleep</c> counts from itself, a sleep that was made earlier from
/// its creation. A wait that begins when the timer is due already has no deadline here: it is polled late.
/// </summary>
internal sealed class Deadlines : Analysis
{
    /// <summary>No deadline.</summary>
    public const long None = long.MaxValue;

    private long[] due = [];
    private int[] computedBefore = [];
    private TraceIndex index = null!;

    /// <summary>For an <c>Awaiting</c> the time at which its timer is due, or <see cref="None"/>.</summary>
    public long Of(int awaiting) => due[awaiting];

    /// <summary>The last event before this one at which a thread that runs async code began or ended to compute, or moved the clock on, or -1.</summary>
    public int LastCompute(int at) => computedBefore[at];

    /// <summary>Up to when several deadlines may have passed at once before this event.</summary>
    public long BusyUntil(int at)
    {
        if (computedBefore[at] is not (>= 0 and var last))
            return long.MinValue;
        ref readonly var item = ref index.Trace[last];
        return item.Time + (index.MovesClock(in item) ? index.Statement(in item)!.Number : 0);
    }

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        this.index = index;
        var events = index.Trace.Events;
        Fit(ref due, events.Length);
        Fit(ref computedBefore, events.Length);
        var last = -1;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            computedBefore[at] = last;
            if (
                (item.Kind is EventKind.ComputeBegin or EventKind.ComputeEnd && !index.Code.Computations[item.Computation].IsOffLoop)
                || index.MovesClock(in item)
            )
                last = at;
            due[at] = item.Kind == EventKind.Awaiting && index.Statement(in item) is { } wait ? Due(index, in item, wait) : None;
        }
    }

    private static long Due(TraceIndex index, in Event item, Instruction wait)
    {
        var time = None;
        if (wait.Op == Op.Sleep)
            time = item.Time + Ticks(index, wait.Number);
        else if (
            wait.Op == Op.Await
            && index.Kind(wait.Target) == ComputationKind.Sleep
            && index.First(EventKind.Creating, wait.Target) is >= 0 and var made
        )
            time = index.Trace[made].Time + Ticks(index, index.Code.Computations[wait.Target].Duration);
        return time > item.Time ? time : None;
    }

    // Node's shortest timer is 1; Tokio rounds up to the next tick on a clock that moves.
    private static long Ticks(TraceIndex index, long duration) =>
        index.Trace.Runtime.Family == Dialect.Eager ? Math.Max(duration, 1) : duration;
}
