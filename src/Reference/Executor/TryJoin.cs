namespace Conformance.Reference.Executor;

/// <summary>Waits for several futures as one task until one of them fails. Each poll begins with the next child.</summary>
internal sealed class TryJoin<T>(Future<T>[] children) : Future<T[]>
{
    private readonly T[] values = new T[children.Length];
    private readonly bool[] done = new bool[children.Length];

    // Where to go on: not 0 only while a child's poll has not returned.
    private int position;
    private int start;
    private int completed;
    private Exception? error;

    public override string Describe() =>
        $"all of ({string.Join(", ", children.Where(child => !child.IsOver).Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        for (; position < children.Length; position++)
        {
            var at = (start + position) % children.Length;
            if (done[at])
                continue;
            var poll = children[at].PollInside(waker);
            if (poll.IsBusy)
                return poll;
            if (!poll.IsReady)
                continue;
            var result = children[at].Take();
            done[at] = true;
            completed++;
            if (result.IsOk)
                values[at] = result.Value;
            else if (result.Error is PanicException || !waker.Faults.Is(ExecutorFault.TryJoinWaitsForAll))
                return End(result.Error!);
            else
                error ??= result.Error;
        }

        position = 0;
        if (children.Length > 0 && !waker.Faults.Is(ExecutorFault.JoinNeverRotates))
            start = (start + 1) % children.Length;
        if (completed < children.Length)
            return Poll.Pending;
        if (error is not null)
            return End(error);
        SetValue(values);
        return Poll.Ready;
    }

    protected override void OnDrop() => DropAll(children);

    private Poll End(Exception failure)
    {
        Fail(failure);
        DropAll(children);
        return Poll.Ready;
    }
}
