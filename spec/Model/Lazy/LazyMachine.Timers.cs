using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

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
    private int ahead;
    private int turning;
    private int noticing;
    private int armedAt;
    private (long Time, int Turn)[] passed = [];
    private int passedCount;
    private Asking asking;

    /// <summary>Whether timers ask the clock when they are polled: all of a runtime do, or none.</summary>
    private enum Asking : byte
    {
        Unknown,
        Never,
        Always,
    }

    /// <summary>The last turn that may have come before what happens now.</summary>
    private int LastTurn => Layout.Workers > 1 ? moment : polls + ahead;

    /// <summary>The last turn that may have come before what a task does now.</summary>
    private int LastTurnFor(int k) => Layout.Workers > 1 ? moment : Math.Max(LastTurn, LastPollFor(k));

    /// <summary>The next turn that may come.</summary>
    private int NextTurn => Layout.Workers > 1 ? moment : polls + 1;

    protected override void OnTime()
    {
        Pass(NextTurn);
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
                part.Due = NextTurn;
        }
    }

    private void BeginTimers()
    {
        (earliest, moment, polls, ahead) = (long.MaxValue, 0, 0, 0);
        (turning, noticing, asking) = (NotYet, NotYet, Asking.Unknown);
        Fit(ref passed, 1);
        (passed[0], passedCount) = ((0, 0), 1);
    }

    private void CopyTimers(LazyMachine from)
    {
        (earliest, moment, polls, ahead) = (from.earliest, from.moment, from.polls, 0);
        (turning, noticing, asking) = (NotYet, NotYet, from.asking);
        Copy(ref passed, from.passed, from.passedCount);
        passedCount = from.passedCount;
    }

    /// <summary>Keeps which turn is the first that can notice what has passed by now; only an interval asks about times before.</summary>
    private void Pass(int turn)
    {
        if (Code.Has(ComputationKind.Interval) && passed[passedCount - 1].Turn != turn)
        {
            if (passedCount == passed.Length)
                Array.Resize(ref passed, passedCount * 2);
            passedCount++;
        }

        passed[passedCount - 1] = (Now, turn);
    }

    /// <summary>The first turn that can have noticed a deadline that is no later than now.</summary>
    private int TurnOf(long deadline)
    {
        var at = 0;
        while (passed[at].Time < deadline)
            at++;
        return passed[at].Turn;
    }

    /// <summary>Fixes a deadline.</summary>
    private void SetTimer(int timer, long deadline)
    {
        Bodies[timer].Until = deadline;
        parts[timer].Clock = Clock.Set;
        parts[timer].NoticedAt = 0;
        parts[timer].Due = deadline > Now ? NotYet : TurnOf(deadline);
        earliest = Math.Min(earliest, Bodies[timer].Until);
    }

    /// <summary>A timer is polled.</summary>
    private bool IsDue(int timer)
    {
        ref var part = ref parts[timer];
        if (part.Clock == Clock.None)
            return !IsApartFromTimers(part.Task) || !CameTooLate(part.Task, part.NoticedAt);
        var last = LastTurnFor(part.Task);
        var may = MayBeNoticed(timer, last);
        if (Bodies[timer].Until <= Now && IsNoticed(ref part, may))
        {
            part.Clock = Clock.None;
            return true;
        }

        if (may && IsExact && Layout.Workers == 1)
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
        if (!IsExact)
            return Choose(2) == 1;
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

        while (passedCount > 1 && passed[passedCount - 2].Turn >= first)
            passedCount--;
        if (passed[passedCount - 1].Turn >= first)
            passed[passedCount - 1] = (Now, NextTurn);
    }

    /// <summary>The driver has noticed a deadline; on a real clock nobody knows of which others it has.</summary>
    private void TurnFor(int timer)
    {
        if (IsExact)
        {
            Turn(parts[timer].Due);
            return;
        }

        turning = parts[timer].Due;
        Notice(timer);
        turning = NotYet;
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
            if (parts[timer].Clock != Clock.Armed || Bodies[timer].Until > time)
                continue;

            // Another worker may have noticed what has passed by now before, even before a poll that goes on.
            turning = Layout.Workers > 1 ? parts[timer].Due : NotYet;
            Notice(timer);
            turning = NotYet;
        }
    }

    /// <summary>Whether the driver may turn while a task is polled.</summary>
    private bool IsApartFromTimers(int k) => Layout.Workers > 1 || IsJob(k);

    /// <summary>Nobody waits for a timer any more; the driver may have noticed it just before.</summary>
    private void Disarm(int timer)
    {
        ref var part = ref parts[timer];
        if (part.Clock == Clock.Armed && IsApartFromTimers(part.Task) && MayBeNoticed(timer, LastTurnFor(part.Task)))
            MayHaveWoken(part.Waker);
        part.Clock = Clock.None;
    }

    private void Notice(int timer)
    {
        ref var part = ref parts[timer];
        var by = acting;
        (acting, noticing, armedAt) = (-1, part.Due, part.ArmedAt);

        // Who is woken by it sees it; a poll that goes on meanwhile may have looked before.
        (part.Clock, part.NoticedAt) = (Clock.None, tasks[part.Task].Mode == Mode.Idle ? moment : moment + 1);
        Wake(part.Waker);
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
