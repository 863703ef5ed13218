namespace Conformance.Reference.Executor;

/// <summary>Waits for several futures as one task and collects how each completed.</summary>
internal sealed class Join<T>(Future<T>[] children) : Future<Result<T>[]>
{
    private readonly Result<T>[] results = new Result<T>[children.Length];
    private readonly bool[] done = new bool[children.Length];

    // Where to go on: not 0 only while a child's poll has not returned.
    private int position;
    private int completed;
    private ExecutorFaults faults = ExecutorFaults.None;

    public override string Describe() =>
        $"all of ({string.Join(", ", children.Where(child => !child.IsOver).Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        faults = waker.Faults;
        var busy = Poll.Pending;
        for (; position < children.Length; position++)
        {
            var at = faults.Is(ExecutorFault.JoinPollsBackwards) ? children.Length - 1 - position : position;
            if (done[at])
            {
                if (children[at].Reopens && faults.Is(ExecutorFault.JoinPollsTheFinished))
                    children[at].PollAgain(waker);
                continue;
            }

            var poll = children[at].PollInside(waker);
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

    private Poll Panic(PanicException panic)
    {
        Fail(panic);
        DropAll(children);
        return Poll.Ready;
    }
}
