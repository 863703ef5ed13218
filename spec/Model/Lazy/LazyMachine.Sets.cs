using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Join sets: tasks whose outcomes are taken in the order in which they end.</content>
internal sealed partial class LazyMachine
{
    private const int NotInSet = -1;
    private int endedMembers;

    private void DropSets(int c, int after)
    {
        if (!Code.Has(ComputationKind.JoinSet))
            return;
        foreach (var set in Code.Computations)
        {
            if (set.Kind != ComputationKind.JoinSet || set.Parent != c || set.Site < after || parts[set.Id].IsTaken)
                continue;
            DropSet(set.Id);
        }
    }

    /// <summary>The outcome of the member that ended first, if one has.</summary>
    private Signal PollSet(int c, Instruction at)
    {
        var (k, set) = (parts[c].Task, at.Target);
        var (first, left, unseen) = (-1, false, 0);
        foreach (var member in Code.Computations)
        {
            if (!IsIn(member, set))
                continue;
            left = true;
            var place = parts[member.Id].Place;
            if (place > 0 && (first < 0 || place < parts[first].Place))
                first = member.Id;
            unseen += MayEndUnseen(member.Id, LastPollFor(k)) ? 1 : 0;
        }

        if (!left)
            return Conclude(c, at, Outcome.Error, Value.Of("none left"));
        var isTooEarly = false;
        if (Choose(unseen + 1) is > 0 and var choice)
            first = EndMemberUnseen(k, set, choice);
        else if (first >= 0 && !(isTooEarly = EndedTooLate(k, first)))
            first = OneOfTheFirst(set, tasks[first].EndedAt);
        if (isTooEarly || first < 0)
        {
            // Who ended too late has called the waker; those who end after it have none to call.
            parts[set].Waker = isTooEarly ? -1 : Context(k, c);
            return Pend(c);
        }

        (parts[first].IsTaken, parts[first].Place) = (true, 0);
        return Conclude(c, at, Bodies[first].Outcome, Bodies[first].Value);
    }

    /// <summary>A member may have ended at any moment from its last event until it certainly has.</summary>
    private int OneOfTheFirst(int set, int ended)
    {
        var choice = Choose(CountFirst(set, ended));
        foreach (var member in Code.Computations)
        {
            if (IsIn(member, set) && IsAmongFirst(member.Id, ended) && choice-- == 0)
                return member.Id;
        }

        return -1;
    }

    private int CountFirst(int set, int ended)
    {
        var count = 0;
        foreach (var member in Code.Computations)
            count += IsIn(member, set) && IsAmongFirst(member.Id, ended) ? 1 : 0;
        return count;
    }

    private bool IsAmongFirst(int member, int ended) =>
        parts[member].Place > 0 && (tasks[member].EndedAt <= ended || tasks[member].Since < ended);

    private bool IsIn(Computation member, int set) => member.Set == set && !parts[member.Id].IsTaken && tasks[member.Id].Mode != Mode.None;

    /// <summary>One of the members that may have ended without an event did so before this poll looked.</summary>
    private int EndMemberUnseen(int k, int set, int choice)
    {
        foreach (var member in Code.Computations)
        {
            if (!IsIn(member, set) || !MayEndUnseen(member.Id, LastPollFor(k)) || --choice > 0)
                continue;
            tasks[k].MayBeWoken |= IsParallel && parts[set].Waker >= 0;
            parts[set].Waker = -1;
            EndUnseen(member.Id);
            return tasks[member.Id].Mode == Mode.Done ? member.Id : -1;
        }

        return -1;
    }

    private void EndMember(int member)
    {
        var set = Code.Computations[member].Set;
        if (parts[set].IsTaken)
            return;
        if (IsNotInSet(member))
        {
            parts[member].Place = NotInSet;
            return;
        }

        if (parts[member].Place == NotInSet)
            tasks[member].EndedAt = moment;
        parts[member].Place = ++endedMembers;
        var waker = parts[set].Waker;
        parts[set].Waker = -1;
        Wake(waker);
    }

    private void DropSet(int set)
    {
        parts[set].IsTaken = true;
        parts[set].Waker = -1;
        AbortMembers(set);
        foreach (var member in Code.Computations)
        {
            if (member.Set == set)
                parts[member.Id].Place = 0;
        }
    }

    private void AbortMembers(int set)
    {
        foreach (var member in Code.Computations)
        {
            if (member.Set == set)
                AbortTask(member.Id);
        }
    }

    private void AbortTask(int k)
    {
        MayHaveEndedPoll(k);
        if (IsLive(k) && MayEndUnseen(k, LastPollFor(acting)) && Choose(2) == 1)
            EndUnseen(k);
        if (!IsLive(k))
            return;
        RememberWake(k);
        parts[k].IsAborted = true;
        quietTasks++;
        Wake(k);
    }

    private bool HoldsSet(int c, int after)
    {
        if (!Code.Has(ComputationKind.JoinSet))
            return false;
        foreach (var set in Code.Computations)
        {
            if (set.Kind == ComputationKind.JoinSet && set.Parent == c && set.Site >= after && !parts[set.Id].IsTaken)
                return true;
        }

        return false;
    }
}
