using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>Waits for the first of several futures as one task and drops the others. Each poll begins with a branch chosen anew, or with the first when it is biased.</summary>
internal sealed class Select<T>(Runtime runtime, Future<T>[] children, bool isBiased) : Future<(int Index, Result<T> Result)>
{
    internal const int None = -1;

    private Branch<T>[] branches = [];
    private bool[] disabled = [];
    private bool hasElse;
    private int start;
    private int position;

    // A child's poll has not returned: go on with it, and do not choose again.
    private bool busy;

    /// <summary>One whose branches can be disabled.</summary>
    internal static Select<T> Of(Runtime runtime, Branch<T>[] branches, bool isBiased, bool hasElse)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return new Select<T>(runtime, Array.ConvertAll(branches, branch => branch.Future), isBiased)
        {
            branches = branches,
            disabled = Array.ConvertAll(branches, branch => !branch.IsEnabled && !runtime.Faults.Is(ExecutorFault.SelectPollsTheDisabled)),
            hasElse = hasElse,
        };
    }

    public override string Describe() => $"one of ({string.Join(", ", children.Select(child => child.Describe()))})";

    protected override Poll OnPoll(Waker waker)
    {
        if (!busy)
            start = Start(waker);
        for (; position < children.Length; position++)
        {
            var at = (start + position) % children.Length;
            if (disabled.Length > 0 && disabled[at])
                continue;
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
            {
                Fail(panic);
                return End(waker);
            }

            if (!Refutes(at, result, waker))
            {
                SetValue((at, result));
                return End(waker);
            }

            disabled[at] = true;
            if (waker.Faults.Is(ExecutorFault.RefutedBranchEndsSelect))
                return EndDisabled(waker);
        }

        position = 0;
        return disabled.Length == 0 || Array.Exists(disabled, isDisabled => !isDisabled) ? Poll.Pending : EndDisabled(waker);
    }

    protected override void OnDrop() => DropAll(children);

    private bool Refutes(int at, Result<T> result, Waker waker) =>
        branches.Length > 0 && !branches[at].Matches(result) && !waker.Faults.Is(ExecutorFault.RefutedBranchWins);

    private Poll EndDisabled(Waker waker)
    {
        if (hasElse)
            SetValue((None, default));
        else
            Fail(new PanicException("all branches are disabled and there is no else branch"));
        return End(waker);
    }

    private Poll End(Waker waker)
    {
        if (!waker.Faults.Is(ExecutorFault.SelectKeepsTheLosers))
            DropAll(children);
        return Poll.Ready;
    }

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
