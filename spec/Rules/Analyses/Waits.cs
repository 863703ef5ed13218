using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// Which event ends which wait. A body waits at one place at a time, from its <c>Awaiting</c> to its next <c>Resumed</c>, <c>Completed</c> or <c>Cancelled</c>;
/// a leaf that logs its polls, from the end of one to the next or its <c>Cancelled</c>.
/// </summary>
internal sealed class Waits : Analysis
{
    private int[] open = [];
    private int[] begins = [];
    private int[] ends = [];

    /// <summary>For the end of a wait its beginning; -1 when the body was not waiting.</summary>
    public int BeginOf(int end) => begins[end];

    /// <summary>For the beginning of a wait the event that ends the wait, or -1 when nothing does.</summary>
    public int EndOf(int begin) => ends[begin];

    /// <summary>The <c>Awaiting</c> at which this body still waits when the trace ends, or -1.</summary>
    public int Open(int computation) => open[computation];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        var events = index.Trace.Events;
        var computations = index.Code.Computations.Length;
        Fit(ref open, computations);
        Fit(ref begins, events.Length);
        Fit(ref ends, events.Length);
        open.AsSpan(0, computations).Fill(-1);
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            begins[at] = -1;
            ends[at] = -1;
            switch (item.Kind)
            {
                case EventKind.Awaiting:
                case EventKind.PollEnd when item.Outcome == Outcome.Pending:
                    open[item.Computation] = at;
                    break;
                case EventKind.Resumed or EventKind.Completed or EventKind.Cancelled or EventKind.PollBegin:
                    ref var begin = ref open[item.Computation];
                    begins[at] = begin;
                    if (begin >= 0)
                        ends[begin] = at;
                    begin = -1;
                    break;
            }
        }
    }
}
