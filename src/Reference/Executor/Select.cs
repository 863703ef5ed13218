using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>Waits for the first of several futures as one task and drops the others. Each poll begins with a branch chosen anew.</summary>
internal sealed class Select<T>(Runtime runtime, Future<T>[] children) : Future<(int Index, Result<T> Result)>
{
    private int start;
    private int position;

    // A child's poll has not returned: go on with it, and do not choose again.
    private bool busy;

    public override string Describe() => $"one of ({string.Join(", ", children.Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        if (!busy)
            start = children.Length < 2 ? 0 : runtime.Choose(ChoicePoint.Branch, children.Length);
        for (; position < children.Length; position++)
        {
            var at = (start + position) % children.Length;
            var poll = children[at].PollInside(waker);
            busy = poll.IsBusy;
            if (busy)
                return poll;
            if (!poll.IsReady)
                continue;
            var result = children[at].Take();
            if (result.Error is PanicException panic)
                Fail(panic);
            else
                SetValue((at, result));
            DropAll(children);
            return Poll.Ready;
        }

        position = 0;
        return Poll.Pending;
    }

    protected override void OnDrop() => DropAll(children);
}
