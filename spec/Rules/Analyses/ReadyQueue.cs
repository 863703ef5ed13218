using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Asks <see cref="Readiness"/> who was passed over, at moments that only grow.</summary>
internal sealed class ReadyQueue
{
    private int first;

    /// <summary>Begins a trace.</summary>
    public void Begin() => first = 0;

    /// <summary>Among the tasks that stood in the queue at <paramref name="from"/>, whether there was one, and the first that had not been polled by <paramref name="to"/>.</summary>
    /// <param name="readiness">Who became ready when.</param>
    /// <param name="task">The task that asks; not counted.</param>
    /// <param name="from">An event.</param>
    /// <param name="to">A later event.</param>
    public (bool Any, int PassedOver) Between(Readiness readiness, int task, int from, int to)
    {
        while (first < readiness.Count && readiness[first].At < from && (!readiness[first].IsQueued || !readiness[first].IsOpenAt(from)))
            first++;
        var any = false;
        for (var i = first; i < readiness.Count && readiness[i].At < from; i++)
        {
            ref readonly var item = ref readiness[i];
            if (!item.IsQueued || item.Task == task || !item.IsOpenAt(from))
                continue;
            any = true;
            if (item.IsOpenAt(to))
                return (true, item.Task);
        }

        return (any, -1);
    }
}
