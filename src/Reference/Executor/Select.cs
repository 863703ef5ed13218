using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>Waits for the first of several futures as one task and drops the others. Each poll begins with a branch chosen anew, or with the first when it is biased.</summary>
internal sealed class Select<T>(Runtime runtime, Future<T>[] children, bool isBiased) : Future<(int Index, Result<T> Result)>
{
    private int start;
    private int position;

    // A child's poll has not returned: go on with it, and do not choose again.
    private bool busy;

    public override string Describe() => $"one of ({string.Join(", ", children.Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        if (!busy)
            start = Start(waker);
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
            if (waker.Faults.Is(ExecutorFault.SelectGoesOnPolling))
                PollOthers(at, waker);
            if (result.Error is PanicException panic)
                Fail(panic);
            else
                SetValue((at, result));
            if (!waker.Faults.Is(ExecutorFault.SelectKeepsTheLosers))
                DropAll(children);
            return Poll.Ready;
        }

        position = 0;
        return Poll.Pending;
    }

    protected override void OnDrop() => DropAll(children);

    private int Start(Waker waker)
    {
        var isFree = !isBiased || waker.Faults.Is(ExecutorFault.BiasedSelectStartsAnywhere);
        return isFree && children.Length > 1 ? runtime.Choose(ChoicePoint.Branch, children.Length) : 0;
    }

    /// <summary>The fault of a select that lets the losers run on.</summary>
    private void PollOthers(int winner, Waker waker)
    {
        foreach (var other in children)
        {
            if (other != children[winner] && !other.IsOver)
                while (other.PollInside(waker).IsBusy) { }
        }
    }
}
