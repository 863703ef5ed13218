namespace Conformance.Spec.Model;

/// <content>
/// Timers, and when the driver notices them. The trace does not say when it turns, so a turn is assumed only where something must
/// have been noticed, and then the earliest one that explains it. On one thread it turns between polls, so turns are counted like
/// polls; with several workers it may turn at any moment, so they are counted like events.
/// </summary>
internal sealed partial class LazyMachine
{
    private const int NotYet = int.MaxValue;
    private long earliest;
    private int moment;
    private int polls;
    private int turnOfNow;
    private int turning;
    private int noticing;
    private int armedAt;
    private long timeOfTurn;
    private long timeBefore;
    private int turnBefore;
    private Asking asking;

    /// <summary>Whether timers ask the clock when they are polled: all of a runtime do, or none.</summary>
    private enum Asking : byte
    {
        Unknown,
        Never,
        Always,
    }

    /// <summary>The last turn that may have come before what happens now.</summary>
    private int LastTurn => Layout.Workers > 1 ? moment : polls;

    /// <summary>The next turn that may come.</summary>
    private int NextTurn => Layout.Workers > 1 ? moment : polls + 1;

    protected override void OnTime()
    {
        (timeBefore, turnBefore) = (timeOfTurn, turnOfNow);
        (timeOfTurn, turnOfNow) = (Now, NextTurn);
        if (earliest > Now)
            return;
        earliest = long.MaxValue;
        for (var timer = 0; timer < Strands; timer++)
        {
            ref var part = ref parts[timer];
            if (part.Clock == Clock.None)
                continue;
            earliest = Math.Min(earliest, Bodies[timer].Until);
            if (Bodies[timer].Until <= Now && part.Due == NotYet)
                part.Due = turnOfNow;
        }
    }

    private void BeginTimers()
    {
        (earliest, moment, polls, turnOfNow, turning, noticing, asking) = (long.MaxValue, 0, 0, 0, NotYet, NotYet, Asking.Unknown);
        (timeOfTurn, timeBefore, turnBefore) = (0, -1, 0);
    }

    private void CopyTimers(LazyMachine from)
    {
        (earliest, moment, polls, turnOfNow, turning, noticing, asking) = (
            from.earliest,
            from.moment,
            from.polls,
            from.turnOfNow,
            NotYet,
            NotYet,
            from.asking
        );
        (timeOfTurn, timeBefore, turnBefore) = (from.timeOfTurn, from.timeBefore, from.turnBefore);
    }

    /// <summary>Fixes a deadline.</summary>
    private void SetTimer(int timer, long deadline)
    {
        Bodies[timer].Until = deadline;
        parts[timer].Clock = Clock.Set;
        parts[timer].Due =
            deadline > Now ? NotYet
            : deadline > timeBefore ? turnOfNow
            : turnBefore;
        earliest = Math.Min(earliest, Bodies[timer].Until);
    }

    /// <summary>A timer is polled.</summary>
    private bool IsDue(int timer)
    {
        ref var part = ref parts[timer];
        if (part.Clock == Clock.None)
            return true;
        var last = Layout.Workers > 1 ? moment : LastPollFor(part.Task);
        var may = MayBeNoticed(timer, last);
        if (Bodies[timer].Until <= Now && IsNoticed(ref part, may))
        {
            part.Clock = Clock.None;
            return true;
        }

        if (may && Layout.Workers == 1)
            Exclude(part.Due, last);
        if (part.Clock == Clock.Set && Bodies[timer].Until <= Now)
            part.Due = NextTurn;
        if (part.Clock == Clock.Set)
            part.ArmedAt = moment;
        part.Clock = Clock.Armed;
        part.Waker = Context(part.Task, timer);
        return false;
    }

    /// <summary>A deadline has passed: the driver may have noticed, or else the timer asks the clock itself, which nobody forbids.</summary>
    private bool IsNoticed(ref Part part, bool may)
    {
        var noticed = asking == Asking.Always || ((may || asking == Asking.Unknown) && Choose(2) == 1);
        if (asking == Asking.Unknown && !(may && noticed))
            asking = noticed ? Asking.Always : Asking.Never;
        if (noticed && may)
            Turn(part.Due);
        return noticed;
    }

    private bool MayBeNoticed(int timer, int turn) =>
        parts[timer].Clock != Clock.None && Bodies[timer].Until <= Now && parts[timer].Due <= turn;

    /// <summary>The driver has not turned since a certain turn would have been: what else it would have noticed then it notices later.</summary>
    private void Exclude(int first, int last)
    {
        for (var timer = 0; timer < Strands; timer++)
        {
            ref var part = ref parts[timer];
            if (part.Clock != Clock.None && part.Due >= first && part.Due <= last)
                part.Due = NextTurn;
        }

        if (turnBefore >= first)
            turnBefore = NextTurn;
        if (turnOfNow >= first)
            turnOfNow = NextTurn;
    }

    /// <summary>The driver has turned at some time: it noticed what had passed until then, and woke whom it concerns.</summary>
    private void Turn(int turn)
    {
        turning = turn;
        for (var timer = 0; timer < Strands; timer++)
        {
            if (parts[timer].Clock == Clock.Armed && parts[timer].Due <= turn)
                Notice(timer);
        }

        turning = NotYet;
    }

    /// <summary>The driver waits until a deadline and notices it.</summary>
    private void TurnAt(long time)
    {
        for (var timer = 0; timer < Strands; timer++)
        {
            if (parts[timer].Clock == Clock.Armed && Bodies[timer].Until <= time)
                Notice(timer);
        }
    }

    private void Notice(int timer)
    {
        parts[timer].Clock = Clock.None;
        var by = acting;
        (acting, noticing, armedAt) = (-1, parts[timer].Due, parts[timer].ArmedAt);
        Wake(parts[timer].Waker);
        (acting, noticing) = (by, NotYet);
    }

    private long NextDeadline()
    {
        var next = long.MaxValue;
        for (var timer = 0; timer < Strands; timer++)
        {
            if (parts[timer].Clock == Clock.Armed)
                next = Math.Min(next, Bodies[timer].Until);
        }

        return next;
    }

    /// <summary>Whether a deadline has passed that the driver has not noticed yet.</summary>
    private bool DriverLags()
    {
        for (var timer = 0; timer < Strands; timer++)
        {
            if (parts[timer].Clock == Clock.Armed && Bodies[timer].Until <= Now)
                return true;
        }

        return false;
    }
}
