using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Join sets: which member may have ended first, where the trace does not tell; and aborts.</content>
internal sealed partial class LazyMachine
{
    private readonly JoinSets sets = new();

    /// <summary>The outcome of the member that ended first, if one has.</summary>
    private Signal PollSet(int c, Instruction at)
    {
        var (k, set) = (parts[c].Task, at.Target);
        parts[set].AskedIn = tasks[k].Poll;
        if (sets.IsEmpty(set))
            return Conclude(c, at, Outcome.Error, Value.Of("none left"));
        var (first, isTooEarly) = (sets.FirstOf(set), false);
        if (Choose(CountUnseen(k, set, first) + 1) is > 0 and var choice)
            first = EndMemberUnseen(k, set, first, choice);
        else if (first >= 0 && !(isTooEarly = EndedTooLate(k, c, first)))
            first = OneOfTheFirst(set, first);
        if (isTooEarly || first < 0)
        {
            // Who ended too late has called the waker; those who end after it have none to call.
            sets.Leave(set, isTooEarly ? -1 : Context(k, c));
            return Pend(c);
        }

        sets.Take(first);
        sets.LeaveWithOutcome(set, Context(k, c), moment);
        return Conclude(c, at, Bodies[first].Outcome, Bodies[first].Value);
    }

    /// <summary>A member may have ended at any moment from its last event until it certainly has.</summary>
    private int OneOfTheFirst(int set, int first)
    {
        var choice = Choose(CountFirst(set, first));
        foreach (var member in sets.Of(set))
        {
            if (IsAmongFirst(member, first) && choice-- == 0)
                return member;
        }

        return -1;
    }

    private int CountFirst(int set, int first)
    {
        var count = 0;
        foreach (var member in sets.Of(set))
            count += IsAmongFirst(member, first) ? 1 : 0;
        return count;
    }

    private bool IsAmongFirst(int member, int first) =>
        sets.HasEnded(member)
        && (
            tasks[member].EndedAt <= tasks[first].EndedAt || (tasks[member].Since < tasks[first].EndedAt && HadItsTurnBefore(member, first))
        );

    /// <summary>Whether a member that has ended may have been polled before another one had ended: one worker polls who was woken before.</summary>
    private bool HadItsTurnBefore(int member, int ended) => Layout.Workers > 1 || !IsExact || tasks[member].WokenIn < tasks[ended].EndedIn;

    private int CountUnseen(int k, int set, int first)
    {
        var count = 0;
        foreach (var member in sets.Of(set))
            count += MayHaveEndedFirst(k, member, first) ? 1 : 0;
        return count;
    }

    /// <summary>One of the members that may have ended without an event did so before this poll looked.</summary>
    private int EndMemberUnseen(int k, int set, int first, int choice)
    {
        foreach (var member in sets.Of(set))
        {
            if (!MayHaveEndedFirst(k, member, first) || --choice > 0)
                continue;
            if (!IsParallel)
                sets.TakeWaker(set);
            looking = k;
            EndUnseen(member);
            looking = -1;
            return tasks[member].Mode == Mode.Done ? member : -1;
        }

        return -1;
    }

    /// <summary>Whether a member may have ended without an event, and before the one that has certainly ended first.</summary>
    private bool MayHaveEndedFirst(int k, int member, int first)
    {
        if (!sets.Holds(member) || !MayEndUnseen(member, LastPollFor(k)))
            return false;
        // Who was seen to go on after the end of the first one ends later.
        if (first >= 0 && tasks[member].Mode is Mode.Polling or Mode.Dropping && tasks[member].Since > tasks[first].EndedAt)
            return false;
        if (first < 0 || !IsExact || (AreApart(k, first) && tasks[first].EndedAt > tasks[k].Since))
            return true;
        if (Layout.Workers == 1)
            return MayEndUnseen(member, tasks[first].EndedIn);
        var waits = !parts[member].IsAborted && timers.IsOn(tasks[member].Root);
        return tasks[member].Since < tasks[first].EndedAt && (!waits || IsDueBefore(member, first));
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
        foreach (var member in sets.Of(Code.Computations[ended].Set))
        {
            var bit = 1L << (member % 64);
            if (IsLive(member) || sets.HasEnded(member))
                woken |= Layout.Workers == 1 && tasks[member].WokenIn < tasks[ended].EndedIn ? bit : 0;
            if (IsLive(member))
                due |= IsDueBefore(member, ended) ? bit : 0;
        }

        key.Add(woken, due);
    }

    private void EndMember(int member)
    {
        var set = Code.Computations[member].Set;
        if (sets.IsDropped(set))
            return;
        if (IsNotInSet(member))
        {
            sets.EndOutside(member);
            return;
        }

        if (sets.HasEndedOutside(member))
            tasks[member].EndedAt = moment;
        sets.End(member);
        var waker = sets.TakeWaker(set);
        if (sets.LeftAt(set) > 0 && !EndsAfter(member, sets.LeftAt(set)))
            MayHaveWoken(waker);
        else
            WakeForEnd(member, set, waker);
    }

    /// <summary>Whether a member's end can only be after a moment: after the last of its events, if it emits any.</summary>
    private bool EndsAfter(int member, int moment) =>
        Code.Computations[tasks[member].Root].Kind == ComputationKind.Async
        && !parts[member].IsAborted
        && (!IsParallel || tasks[member].Since > moment);

    /// <summary>Which members have been seen since a set was asked for the outcome that it gave.</summary>
    private long SeenSince(int set, int moment)
    {
        var seen = 0L;
        foreach (var member in sets.Of(set))
            seen |= IsLive(member) && tasks[member].Since > moment ? 1L << (member % 64) : 0;
        return seen;
    }

    private void DropSet(int set)
    {
        foreach (var member in sets.Of(set))
        {
            if (sets.Holds(member) && MayEndUnseen(member, LastPollFor(acting)))
                MayHaveWoken(sets.WakerOf(set));
        }

        sets.Drop(set);
        AbortMembers(set);
    }

    private void AbortMembers(int set)
    {
        foreach (var member in sets.Of(set))
            AbortTask(member);
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
        var isRead = !parts[k].IsAborted && (Code.Computations[k].Set is not (>= 0 and var set) || !sets.IsDropped(set));
        return isRead || (Layout.Workers > 1 && acting > 0 && tasks[acting].Slot >= 0);
    }
}
