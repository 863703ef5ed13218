using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <content>Join sets: tasks whose outcomes are taken in the order in which they end.</content>
internal sealed partial class LazyMachine
{
    private int endedMembers;
    private bool hasPostponed;

    protected override void DropLocals(int c, int after)
    {
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
        var (first, left) = (-1, false);
        foreach (var member in Code.Computations)
        {
            if (member.Set != at.Target || parts[member.Id].IsTaken || tasks[member.Id].Mode == Mode.None)
                continue;
            left = true;
            var place = parts[member.Id].Place;
            if (place > 0 && (first < 0 || place < parts[first].Place))
                first = member.Id;
        }

        if (first < 0 && left)
        {
            parts[at.Target].Waker = Context(parts[c].Task, c);
            return Pend(c);
        }

        if (first < 0)
            return Conclude(c, at, Outcome.Error, Value.Of("none left"));
        if (EndsUnseen(first) && !hasPostponed && Choose(2) == 1)
        {
            hasPostponed = true;
            Wake(Context(parts[c].Task, c));
            return Pend(c);
        }

        (parts[first].IsTaken, parts[first].Place) = (true, 0);
        return Conclude(c, at, Bodies[first].Outcome, Bodies[first].Value);
    }

    private void EndMember(int member)
    {
        var set = Code.Computations[member].Set;
        if (parts[set].IsTaken)
            return;
        parts[member].Place = ++endedMembers;
        Wake(parts[set].Waker);
    }

    /// <summary>Whether a member that has ended may as well end later: a sleep, or what was aborted before it began, ends without an event.</summary>
    private bool EndsUnseen(int member)
    {
        var root = tasks[member].Root;
        ref var body = ref Bodies[root];
        return Code.Computations[root].Kind switch
        {
            ComputationKind.Async => body is { Outcome: Outcome.None, Pc: 0, Stage: 0 },
            ComputationKind.Sleep => true,
            _ => Bodies[member].Outcome == Outcome.Error,
        };
    }

    private void DropSet(int set)
    {
        parts[set].IsTaken = true;
        parts[set].Waker = -1;
        AbortMembers(set);
        foreach (var member in Code.Computations)
        {
            if (member.Set != set)
                continue;
            parts[member.Id].Place = 0;

            // On one thread nobody can tell when what never began goes, if nobody asks for its outcome.
            if (Layout.Workers == 1 && !shuttingDown && IsQuiet(member.Id))
                DropQuietly(member.Id);
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
        if (!IsLive(k))
            return;
        parts[k].IsAborted = true;
        quietTasks++;
        Wake(k);
    }

    /// <summary>What a body on another thread drops while it is left may be dropped before its guards are seen.</summary>
    private void UseSetWindow(int k)
    {
        var c = tasks[k].FirstDrop >= 0 ? tasks[k].FirstDrop : tasks[k].Current;
        if (c >= 0 && Bodies[c].Life == Life.Leaving && Bodies[c].GuardAt < 0 && HoldsSet(c, Bodies[c].Guard) && Choose(2) == 1)
            DropLocals(c, Bodies[c].Guard);
    }

    private bool HoldsSet(int c, int after)
    {
        foreach (var set in Code.Computations)
        {
            if (set.Kind == ComputationKind.JoinSet && set.Parent == c && set.Site >= after && !parts[set.Id].IsTaken)
                return true;
        }

        return false;
    }
}
