using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// When the runtime certainly had nothing to do: a body slept, and while it slept no thread of the executor computed, so the
/// clock moved only because everything that was ready had been polled. On the machine's own clock nothing is certain.
/// </summary>
internal sealed class Rests : Analysis
{
    private readonly List<(int Begin, int End)> rests = [];

    /// <summary>The end of the first rest that began after this event, or -1.</summary>
    public int FirstAfter(int at)
    {
        var low = 0;
        var high = rests.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rests[middle].Begin > at)
                high = middle;
            else
                low = middle + 1;
        }

        return low < rests.Count ? rests[low].End : -1;
    }

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        rests.Clear();
        if (index.Trace.Runtime.Clock == ClockKind.Real)
            return;
        var waits = index.Get<Waits>();
        var events = index.Trace.Events;
        var busy = 0;
        var lastBusy = -1;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            switch (item.Kind)
            {
                case EventKind.ComputeBegin or EventKind.ComputeEnd when !index.Code.Computations[item.Computation].IsOffLoop:
                    busy += item.Kind == EventKind.ComputeBegin ? 1 : -1;
                    lastBusy = at;
                    break;
                case EventKind.Awaiting when index.MovesClock(in item):
                    lastBusy = at;
                    break;
                case EventKind.Resumed when busy == 0 && item.Site >= 0 && Slept(index.Code.Instructions[item.Site], in item):
                    var begin = waits.BeginOf(at);
                    // Ends come in order; of two rests with the same beginnings before them the earlier end says more.
                    if (begin > lastBusy && (rests.Count == 0 || begin > rests[^1].Begin))
                        rests.Add((begin, at));
                    break;
            }
        }
    }

    private static bool Slept(Instruction instruction, in Event item) =>
        instruction is { Op: Op.Sleep, Number: > 0 } && item.Outcome == Outcome.Value;
}
