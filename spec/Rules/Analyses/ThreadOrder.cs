using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>What comes next on the same thread.</summary>
internal sealed class ThreadOrder : Analysis
{
    private int[] next = [];
    private int[] last = [];

    /// <summary>The index of the next event on the thread of this one, or -1.</summary>
    public int Next(int at) => next[at];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        var events = index.Trace.Events;
        Fit(ref next, events.Length);
        last.AsSpan().Fill(-1);
        for (var at = events.Length - 1; at >= 0; at--)
        {
            var thread = events[at].Thread;
            if (thread >= last.Length)
            {
                var known = last.Length;
                Array.Resize(ref last, (thread + 1) * 2);
                last.AsSpan(known).Fill(-1);
            }

            next[at] = last[thread];
            last[thread] = at;
        }
    }
}
