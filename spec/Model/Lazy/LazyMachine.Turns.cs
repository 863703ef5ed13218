namespace Conformance.Spec.Model.Lazy;

/// <content>
/// When the time driver turns. The trace does not say, so a turn is assumed only where something must have been noticed, and then the
/// earliest one that explains it. On one thread it turns between polls, so turns are counted like polls; with several workers it may
/// turn at any moment, so they are counted like events.
/// </content>
internal sealed partial class LazyMachine
{
    private readonly Timers timers = new();

    // The moment of the last event. They are even: what happens unseen after one and before the next has the odd one between.
    private int moment;

    // How many polls of tasks have begun.
    private int polls;

    // 1 while the turn before the next poll may have come before what happens now, else 0.
    private int ahead;

    // While the driver notices a timer: the turn in which it does, the first turn that can have done it, and when the timer was armed.
    private int turning;
    private int noticing;
    private int armedAt;
    private int certainTurn;

    // The moment at which it became the time that it is.
    private int arrival;

    /// <summary>The last turn that may have come before what happens now.</summary>
    private int LastTurn => Layout.Workers > 1 ? moment : polls + ahead;

    /// <summary>The last turn that may have come before what a task does now.</summary>
    private int LastTurnFor(int k) => Layout.Workers > 1 ? moment : Math.Max(LastTurn, LastPollFor(k));

    /// <summary>The next turn that may come.</summary>
    private int NextTurn => Layout.Workers > 1 ? moment : polls + 1;

    protected override void OnTime()
    {
        arrival = moment;
        timers.Pass(Now, AllWorkersPoll() ? Timers.NotYet : NextTurn);
        NoticePassed(NextTurn);
    }

    private void NoticePassed(int turn)
    {
        if (!timers.AnyPasses(Now) || timers.IsUnserved)
            return;
        for (var timer = 0; timer < Strands; timer++)
        {
            // A worker that comes from the driver while the runtime shuts down polls nothing more.
            if (!shuttingDown || !IsExact || (parts[timer].Task is >= 0 and var k && IsJob(k)))
                timers.MayNotice(timer, Layout.Workers > 1 ? Math.Max(turn, timers.ArmedAt(timer)) : turn);
        }
    }

    /// <summary>Whether no worker is there to turn the driver when the time comes: only workers do, and only between two polls.</summary>
    private bool AllWorkersPoll()
    {
        if (!IsExact || Layout.Workers == 1)
            return false;
        var polling = 0;
        for (var k = 0; k < Strands; k++)
            polling += tasks[k] is { Mode: Mode.Polling, KeepsWorker: false, HasNoWorker: false } && HoldsWorker(k) ? 1 : 0;
        return polling == Layout.Workers;
    }

    /// <summary>Whether a poll has held a worker since before it was now. What is polled unseen was so before, or needs a worker that is free.</summary>
    private bool StillHoldsWorker(int k) => tasks[k].Mode == Mode.Polling && tasks[k].Began < arrival && HoldsWorker(k);

    /// <summary>A task gives its worker up, which may turn the driver then though nobody could since it is now.</summary>
    private void MayTurnAfter(int k)
    {
        if (!timers.IsUnserved || !StillHoldsWorker(k))
            return;
        timers.Serve(tasks[k].Since);
        NoticePassed(tasks[k].Since);
    }

    /// <summary>Nobody could turn the driver since it is now: a worker whose poll has no event left can.</summary>
    private void UseTurnWindow(int k)
    {
        if (!timers.IsUnserved || !timers.AnyPasses(Now) || !StillHoldsWorker(k) || IsHeld(k, Now) || Choose(2) == 0)
            return;
        while (timers.IsUnserved && tasks[k].Mode == Mode.Polling && !isImpossible)
            isImpossible = Proceed(k) is Progress.Emitted or Progress.Blocked;
    }

    private void BeginTurns()
    {
        (moment, polls, ahead, certainTurn, arrival) = (0, 0, 0, -1, 0);
        (turning, noticing) = (Timers.NotYet, Timers.NotYet);
        timers.Begin(Code);
    }

    private void CopyTurns(LazyMachine from)
    {
        (moment, polls, ahead, certainTurn, arrival) = (from.moment, from.polls, 0, from.certainTurn, from.arrival);
        (turning, noticing) = (Timers.NotYet, Timers.NotYet);
        timers.CopyFrom(from.timers);
    }

    /// <summary>A timer is polled.</summary>
    private bool IsDue(int timer)
    {
        var k = parts[timer].Task;
        if (!timers.IsOn(timer))
            return !IsApartFromTimers(k) || !CameTooLate(k, timer, timers.NoticedAt(timer));
        var last = LastTurnFor(k);
        var may = timers.MayBeNoticed(timer, last);
        if (timers.HasPassed(timer) && IsNoticed(timer, may))
        {
            timers.TurnOff(timer);
            return true;
        }

        if (may && IsExact && Layout.Workers == 1)
            timers.Exclude(timers.DueOf(timer), last, NextTurn);
        timers.Arm(timer, Context(k, timer), moment, NextTurn);
        return false;
    }

    /// <summary>A deadline has passed: the driver may have noticed, or else the timer asks the clock itself, which nobody forbids.</summary>
    private bool IsNoticed(int timer, bool may)
    {
        if (!IsExact)
            return Choose(2) == 1;
        if (may && timers.DueOf(timer) <= certainTurn)
            return true;
        var noticed = timers.AskTheClock == true || ((may || timers.AskTheClock is null) && Choose(2) == 1);
        if (!may || !noticed)
            timers.AskTheClock ??= noticed;
        if (noticed && may)
            Turn(timers.DueOf(timer));
        return noticed;
    }

    /// <summary>The driver has noticed a deadline; on a real clock nobody knows of which others it has.</summary>
    private void TurnFor(int timer)
    {
        if (IsExact)
        {
            Turn(timers.DueOf(timer));
            return;
        }

        turning = timers.DueOf(timer);
        Notice(timer);
        turning = Timers.NotYet;
    }

    /// <summary>The driver has turned at some time: it noticed what had passed until then, and woke whom it concerns.</summary>
    private void Turn(int turn)
    {
        HasTurned(turn);
        turning = turn;
        for (var timer = 0; timer < Strands; timer++)
        {
            if (timers.IsArmed(timer) && timers.DueOf(timer) <= turn)
                Notice(timer);
        }

        turning = Timers.NotYet;
    }

    /// <summary>The driver waits until a deadline and notices it.</summary>
    private void TurnAt(long time)
    {
        HasTurned(NextTurn);
        for (var timer = 0; timer < Strands; timer++)
        {
            if (!timers.IsArmed(timer) || timers.DeadlineOf(timer) > time)
                continue;

            // Another worker may have noticed what has passed by now before, even before a poll that goes on.
            turning = Layout.Workers > 1 ? timers.DueOf(timer) : Timers.NotYet;
            Notice(timer);
            turning = Timers.NotYet;
        }
    }

    // Turns are counted like polls on one thread only; with several workers nobody knows which poll a turn came before.
    private void HasTurned(int turn) => certainTurn = Layout.Workers == 1 ? Math.Max(certainTurn, turn) : -1;

    /// <summary>Whether the driver may turn while a task is polled.</summary>
    private bool IsApartFromTimers(int k) => Layout.Workers > 1 || IsJob(k);

    /// <summary>Nobody waits for a timer any more; the driver may have noticed it just before.</summary>
    private void Disarm(int timer)
    {
        var k = parts[timer].Task;
        if (timers.IsArmed(timer) && IsApartFromTimers(k) && timers.MayBeNoticed(timer, LastTurnFor(k)))
            MayHaveWoken(timers.WakerOf(timer));
        timers.TurnOff(timer);
    }

    private void Notice(int timer)
    {
        var by = acting;
        (acting, noticing, armedAt) = (-1, timers.DueOf(timer), timers.ArmedAt(timer));

        // Who is woken by it sees it; a poll that goes on meanwhile may have looked before.
        Wake(timers.Notice(timer, tasks[parts[timer].Task].Mode == Mode.Idle ? moment : moment + 1));
        (acting, noticing) = (by, Timers.NotYet);
    }
}
