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
        var (first, left) = (-1, false);
        foreach (var member in Code.Computations)
        {
            if (!IsIn(member, set))
                continue;
            left = true;
            var place = parts[member.Id].Place;
            if (place > 0 && (first < 0 || place < parts[first].Place))
                first = member.Id;
        }

        if (!left)
            return Conclude(c, at, Outcome.Error, Value.Of("none left"));
        var isTooEarly = false;
        if (Choose(CountUnseen(k, set, first) + 1) is > 0 and var choice)
            first = EndMemberUnseen(k, set, first, choice);
        else if (first >= 0 && !(isTooEarly = EndedTooLate(k, first)))
            first = OneOfTheFirst(set, tasks[first].EndedAt);
        if (isTooEarly || first < 0)
        {
            // Who ended too late has called the waker; those who end after it have none to call.
            (parts[set].Waker, parts[set].IsLeft) = (isTooEarly ? -1 : Context(k, c), false);
            return Pend(c);
        }

        (parts[first].IsTaken, parts[first].Place) = (true, 0);
        // It is asked with a waker before it looks: the next member that ends calls that (tokio, util/idle_notified_set.rs, pop_notified).
        (parts[set].Waker, parts[set].IsLeft) = (Context(k, c), true);
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

    private int CountUnseen(int k, int set, int first)
    {
        var count = 0;
        foreach (var member in Code.Computations)
            count += MayHaveEndedFirst(k, member, set, first) ? 1 : 0;
        return count;
    }

    /// <summary>One of the members that may have ended without an event did so before this poll looked.</summary>
    private int EndMemberUnseen(int k, int set, int first, int choice)
    {
        foreach (var member in Code.Computations)
        {
            if (!MayHaveEndedFirst(k, member, set, first) || --choice > 0)
                continue;
            tasks[k].MayBeWoken |= IsParallel && parts[set].Waker >= 0;
            parts[set].Waker = -1;
            EndUnseen(member.Id);
            return tasks[member.Id].Mode == Mode.Done ? member.Id : -1;
        }

        return -1;
    }

    /// <summary>Whether a member may have ended without an event, and before the one that has certainly ended first.</summary>
    private bool MayHaveEndedFirst(int k, Computation member, int set, int first)
    {
        if (!IsIn(member, set) || !MayEndUnseen(member.Id, LastPollFor(k)))
            return false;
        // Who was seen to go on after the end of the first one ends later.
        if (first >= 0 && tasks[member.Id].Mode is Mode.Polling or Mode.Dropping && tasks[member.Id].Since > tasks[first].EndedAt)
            return false;
        if (first < 0 || !IsExact || (AreApart(k, first) && tasks[first].EndedAt > tasks[k].Since))
            return true;
        if (Layout.Workers == 1)
            return MayEndUnseen(member.Id, tasks[first].EndedIn);
        var waits = !parts[member.Id].IsAborted && timers.IsOn(tasks[member.Id].Root);
        return tasks[member.Id].Since < tasks[first].EndedAt && (!waits || IsDueBefore(member.Id, first));
    }

    /// <summary>Whether the driver may have noticed the timer of a member before another one had ended.</summary>
    private bool IsDueBefore(int member, int ended)
    {
        var due = timers.DueOf(tasks[member].Root);
        return Layout.Workers == 1 ? due <= tasks[ended].EndedIn : due < tasks[ended].EndedAt;
    }

    /// <summary>Which other members may still turn out to have ended before one that has.</summary>
    private void WriteRivals(KeyWriter key, int ended)
    {
        var (woken, due) = (0L, 0L);
        foreach (var member in Code.Computations)
        {
            if (member.Set != Code.Computations[ended].Set || !IsLive(member.Id))
                continue;
            var bit = 1L << (member.Id % 64);
            woken |= Layout.Workers == 1 && tasks[member.Id].WokenIn < tasks[ended].EndedIn ? bit : 0;
            due |= IsDueBefore(member.Id, ended) ? bit : 0;
        }

        key.Add(woken, due);
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
        if (parts[set].IsLeft && (IsParallel || parts[member].IsAborted || !IsSeenToEnd(member)))
            MayHaveWoken(waker);
        else
            Wake(waker);
    }

    /// <summary>Whether a member's end can only be after the last of its events; of others it may have been before the set was asked last.</summary>
    private bool IsSeenToEnd(int member) => Code.Computations[tasks[member].Root].Kind == ComputationKind.Async;

    private void DropSet(int set)
    {
        foreach (var member in Code.Computations)
        {
            if (IsIn(member, set) && MayEndUnseen(member.Id, LastPollFor(acting)))
                MayHaveWoken(parts[set].Waker);
        }

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
        if (IsLive(k) && ShowsIfEnded(k) && MayEndUnseen(k, LastPollFor(acting)) && Choose(2) == 1)
            EndUnseen(k);
        if (!IsLive(k))
            return;
        RememberWake(k);
        var isFirst = !parts[k].IsAborted;
        parts[k].IsAborted = true;
        quietTasks++;
        Wake(k);

        // Who was to be polled already will be dropped instead, and that comes later.
        if (isFirst && IsExact && tasks[k].Mode == Mode.Idle)
            (tasks[k].Since, tasks[k].WokenIn) = (moment, polls);
    }

    /// <summary>Whether it makes a difference that a task has ended just before its abort: for its outcome, or for what a worker keeps.</summary>
    private bool ShowsIfEnded(int k)
    {
        var isRead = !parts[k].IsAborted && (Code.Computations[k].Set is not (>= 0 and var set) || !parts[set].IsTaken);
        return isRead || (Layout.Workers > 1 && acting > 0 && tasks[acting].Slot >= 0);
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
