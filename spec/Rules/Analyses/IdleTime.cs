using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// How long the main thread had been idle at each event: the time since the beginning that no <c>compute</c> took.
/// On a virtual clock nothing else takes time, so a thread that idles while something is due shows here. One unit does not count:
/// where a timer was armed after a <c>compute</c>, what became due meanwhile may wait for it (LOOP-04).
/// </summary>
internal sealed class IdleTime : Analysis
{
    private long[] idle = [];

    /// <summary>The idle time up to this event, in the clock's units.</summary>
    public long At(int at) => idle[at];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        var events = index.Trace.Events;
        Fit(ref idle, events.Length);
        var busy = 0L;
        var since = -1L;
        var (computed, putOff) = (-1L, -1L);
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            if (putOff >= 0 && item.Time > putOff)
                (busy, putOff) = (busy + 1, -1);
            if (IsMain(index, in item))
            {
                if (item.Kind == EventKind.ComputeEnd && since >= 0)
                {
                    busy += item.Time - since;
                    (since, computed) = (-1, item.Time);
                }
                else if (item.Kind == EventKind.ComputeBegin && since < 0)
                {
                    since = item.Time;
                }
                else if (computed == item.Time && index.ArmsTimer(in item))
                {
                    putOff = item.Time;
                }
            }

            idle[at] = item.Time - busy - (since >= 0 ? item.Time - since : 0);
        }
    }

    private static bool IsMain(TraceIndex index, in Event item) =>
        item.Computation >= 0 && !index.Code.Computations[item.Computation].IsOffLoop;
}
