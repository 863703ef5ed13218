using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// Whose code held the thread at each event of an eager trace. A turn is what runs from an empty stack to an empty stack:
/// a callback, a reaction, or a body from one await to the next, with all bodies that it calls on the way.
/// </summary>
internal sealed class Turns : Analysis
{
    private int[] turns = [];
    private int[] interrupted = [];
    private int[] stack = [];
    private int depth;

    /// <summary>The number of the turn of this event.</summary>
    public int Of(int at) => turns[at];

    /// <summary>The computation that had not given up the thread when this event began a turn of its own, or came from the host, or -1.</summary>
    public int Interrupted(int at) => interrupted[at];

    /// <summary>Whether a body of this kind is called by another one, on its stack: by its maker or, a listener, by who aborts or exits.</summary>
    public static bool IsCalled(ComputationKind kind) =>
        kind is ComputationKind.Async or ComputationKind.Promise or ComputationKind.Listener or ComputationKind.ExitListener;

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        var events = index.Trace.Events;
        Fit(ref turns, events.Length);
        Fit(ref interrupted, events.Length);
        Fit(ref stack, events.Length + 1);
        depth = 0;
        var turn = 0;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            interrupted[at] = -1;
            var kind = item.Computation < 0 ? ComputationKind.Main : index.Code.Computations[item.Computation].Kind;
            if (item.Computation < 0 || !index.Code.Computations[item.Computation].IsOffLoop)
                turn += Follow(in item, kind, at);
            turns[at] = turn;
        }
    }

    private int Follow(in Event item, ComputationKind kind, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Started when IsCalled(kind) && depth > 0:
                stack[depth++] = item.Computation;
                return 0;
            case EventKind.Started or EventKind.Resumed:
                var begins = depth == 0;
                if (!begins)
                    interrupted[at] = stack[depth - 1];
                stack[depth++] = item.Computation;
                return begins ? 1 : 0;
            case EventKind.Awaiting or EventKind.Completed when depth > 0 && stack[depth - 1] == item.Computation:
                depth--;
                return 0;
            case EventKind.Unhandled when depth > 0:
                interrupted[at] = stack[depth - 1];
                return 0;
            default:
                return 0;
        }
    }
}
