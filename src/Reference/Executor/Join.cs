namespace Conformance.Reference.Executor;

/// <summary>Waits for several futures as one task and collects how each completed. Each poll begins with the next child.</summary>
internal sealed class Join<T>(Future<T>[] children) : Future<Result<T>[]>
{
    private readonly Result<T>[] results = new Result<T>[children.Length];
    private readonly bool[] done = new bool[children.Length];

    // Where to go on: not 0 only while a child's poll has not returned.
    private int position;
    private int start;
    private int completed;
    private WokenChildren? woken;
    private ExecutorFaults faults = ExecutorFaults.None;

    public override string Describe() =>
        $"all of ({string.Join(", ", children.Where(child => !child.IsOver).Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        faults = waker.Faults;
        var busy = Poll.Pending;
        for (; position < children.Length; position++)
        {
            var at = Place();
            if (done[at])
            {
                if (children[at].Reopens && faults.Is(ExecutorFault.JoinPollsTheFinished))
                    children[at].PollAgain(waker);
                continue;
            }

            if (faults.IsActive(ExecutorFault.JoinPollsOnlyTheWoken) && !(woken ??= new WokenChildren(children.Length, faults)).Take(at))
                continue;
            var poll = children[at].PollInside(woken?.WakerOf(at, waker) ?? waker);
            if (poll.IsBusy)
            {
                if (!faults.Is(ExecutorFault.JoinRunsSiblingsInParallel))
                    return poll;
                if (!busy.IsBusy || poll.Until > busy.Until)
                    busy = poll;
            }

            if (!poll.IsReady)
                continue;
            var result = children[at].Take();
            if (result.Error is PanicException panic && !faults.Is(ExecutorFault.JoinCollectsPanics))
                return Panic(panic);
            done[at] = true;
            results[faults.Is(ExecutorFault.JoinOrdersByCompletion) ? completed : at] = result;
            completed++;
        }

        position = 0;
        if (children.Length > 0 && !faults.Is(ExecutorFault.JoinNeverRotates))
            start = (start + 1) % children.Length;
        if (completed < children.Length)
            return busy;
        SetValue(results);
        return Poll.Ready;
    }

    protected override void OnDrop()
    {
        if (faults.Is(ExecutorFault.JoinDropsBackwards))
            Array.Reverse(children);
        DropAll(children);
    }

    private int Place() =>
        faults.Is(ExecutorFault.JoinPollsBackwards) ? children.Length - 1 - position : (start + position) % children.Length;

    private Poll Panic(PanicException panic)
    {
        Fail(panic);
        DropAll(children);
        return Poll.Ready;
    }
}
