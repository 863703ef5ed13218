using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Tokio's timers: each is set to a deadline, armed by the first poll that finds it pending, and noticed by a turn of the time driver,
/// which calls its waker (tokio, runtime/time). The trace does not say when the driver turns, so of each deadline that has passed the
/// first turn is kept that can have noticed it. Times are those of the runtime's clock; turns are numbered by the caller.
/// </summary>
internal sealed class Timers
{
    /// <summary>The number of a turn that has not come.</summary>
    public const int NotYet = int.MaxValue;

    private Timer[] timers = [];
    private int count;
    private bool hasIntervals;
    private long now;
    private long earliest;
    private (long Time, int Turn)[] passed = [];
    private int passedCount;

    /// <summary>Where a timer stands.</summary>
    private enum Stand : byte
    {
        /// <summary>It has no deadline.</summary>
        Off,

        /// <summary>Its deadline is fixed.</summary>
        Set,

        /// <summary>It has been polled: the driver will wake it.</summary>
        Armed,
    }

    /// <summary>Whether the driver has shut down: whoever waits for a timer is told.</summary>
    public bool IsShutDown { get; set; }

    /// <summary>Whether timers ask the clock when they are polled: all of a runtime do, or none; null until one has shown it.</summary>
    public bool? AskTheClock { get; set; }

    /// <summary>Forgets all; each computation may have one timer, under its own number.</summary>
    public void Begin(Code code)
    {
        (count, hasIntervals) = (code.Computations.Length, code.Has(ComputationKind.Interval));
        (now, earliest, AskTheClock, IsShutDown) = (0, long.MaxValue, null, false);
        Fit();
        timers.AsSpan(0, count).Fill(new Timer { Waker = -1 });
        (passed[0], passedCount) = ((0, 0), 1);
    }

    /// <summary>Takes over the timers of another configuration.</summary>
    public void CopyFrom(Timers other)
    {
        (count, hasIntervals, passedCount) = (other.count, other.hasIntervals, other.passedCount);
        (now, earliest, AskTheClock, IsShutDown) = (other.now, other.earliest, other.AskTheClock, other.IsShutDown);
        Fit();
        Array.Copy(other.timers, timers, count);
        Array.Copy(other.passed, passed, passedCount);
    }

    /// <summary>Writes what of a timer counts for what may come; of its turns only the order counts, which is the caller's.</summary>
    public void Write(KeyWriter key, int timer)
    {
        ref var written = ref timers[timer];
        var waker = written.Stand == Stand.Off ? -1 : written.Waker;
        key.AddPair((int)written.Stand, waker);
        key.Add(written.Deadline);
    }

    /// <summary>Writes what counts for all timers: what the driver is like, and which past times a turn can have seen.</summary>
    public void WriteCommon(KeyWriter key, bool withPassed, int lastTurn, int certainTurn)
    {
        key.Add(AskTheClock is { } ask ? (ask ? 1 : 0) : -1, (IsShutDown ? 1 : 0) | (IsUnserved ? 2 : 0));
        for (var at = 0; withPassed && at < passedCount; at++)
            key.Add(passed[at].Time, (passed[at].Turn <= lastTurn ? 1 : 0) | (passed[at].Turn <= certainTurn ? 2 : 0));
    }

    /// <summary>Whether a timer ever had a deadline; else there is nothing to write of it.</summary>
    public bool HasBeenSet(int timer) => timers[timer].Stand != Stand.Off || timers[timer].Deadline != 0;

    /// <summary>Whether a timer has a deadline.</summary>
    public bool IsOn(int timer) => timers[timer].Stand != Stand.Off;

    /// <summary>Whether a timer has a deadline and was not polled since.</summary>
    public bool IsSet(int timer) => timers[timer].Stand == Stand.Set;

    /// <summary>Whether the driver is to wake whom a timer concerns.</summary>
    public bool IsArmed(int timer) => timers[timer].Stand == Stand.Armed;

    /// <summary>The deadline that was fixed last.</summary>
    public long DeadlineOf(int timer) => timers[timer].Deadline;

    /// <summary>Whether that deadline is no later than now.</summary>
    public bool HasPassed(int timer) => timers[timer].Deadline <= now;

    /// <summary>The first turn of the driver that can have noticed that the deadline has passed.</summary>
    public int DueOf(int timer) => timers[timer].Due;

    /// <summary>Whom a timer wakes, or -1.</summary>
    public int WakerOf(int timer) => timers[timer].Waker;

    /// <summary>The moment at which a timer was armed.</summary>
    public int ArmedAt(int timer) => timers[timer].ArmedAt;

    /// <summary>Of a timer that was noticed: the moment since which it certainly was; else 0.</summary>
    public int NoticedAt(int timer) => timers[timer].NoticedAt;

    /// <summary>Whether the driver may have noticed a timer, at the latest in a certain turn.</summary>
    public bool MayBeNoticed(int timer, int turn) => IsOn(timer) && HasPassed(timer) && timers[timer].Due <= turn;

    /// <summary>When the first armed timer is due; <see cref="long.MaxValue"/> when none is armed.</summary>
    public long NextDeadline()
    {
        var next = long.MaxValue;
        foreach (ref readonly var timer in timers.AsSpan(0, count))
        {
            if (timer.Stand == Stand.Armed)
                next = Math.Min(next, timer.Deadline);
        }

        return next;
    }

    /// <summary>Whether some deadline has passed at a time and may not have been noticed.</summary>
    public bool AnyPasses(long time)
    {
        if (earliest <= time)
            FindEarliest();
        return earliest <= time;
    }

    /// <summary>Whether no turn can have come since it is now.</summary>
    public bool IsUnserved => passed[passedCount - 1].Turn == NotYet;

    /// <summary>It is later now; a turn from this one on can notice what has passed.</summary>
    public void Pass(long time, int turn)
    {
        now = time;
        KeepPassed(turn);
    }

    /// <summary>A turn from this one on can notice what has passed, though none could so far.</summary>
    public void Serve(int turn) => passed[passedCount - 1].Turn = turn;

    /// <summary>A turn from this one on can notice that the deadline has passed, if it has and none could so far.</summary>
    public void MayNotice(int timer, int turn)
    {
        ref var due = ref timers[timer];
        if (due.Stand != Stand.Off && due.Deadline <= now && due.Due == NotYet)
            due.Due = turn;
    }

    /// <summary>Fixes a deadline.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="deadline">The deadline, which may have passed.</param>
    /// <param name="waker">Whom it wakes though nobody polls it: whoever took the last tick of an interval; else -1.</param>
    public void Set(int timer, long deadline, int waker)
    {
        timers[timer] = new Timer
        {
            Stand = Stand.Set,
            Deadline = deadline,
            Due = deadline > now ? NotYet : TurnOf(deadline),
            Waker = waker,
            ArmedAt = timers[timer].ArmedAt,
        };
        earliest = Math.Min(earliest, deadline);
    }

    /// <summary>A timer is polled and pending: from now on, or from the next turn if it is late, the driver may wake it.</summary>
    public void Arm(int timer, int waker, int moment, int nextTurn)
    {
        ref var armed = ref timers[timer];
        if (armed.Stand == Stand.Set)
        {
            armed.ArmedAt = moment;
            armed.Due =
                !HasPassed(timer) ? armed.Due
                : IsUnserved ? NotYet
                : nextTurn;
        }

        (armed.Stand, armed.Waker) = (Stand.Armed, waker);
    }

    /// <summary>The deadline counts no more.</summary>
    public void TurnOff(int timer) => timers[timer].Stand = Stand.Off;

    /// <summary>The driver has noticed a timer.</summary>
    /// <returns>Whom it wakes.</returns>
    public int Notice(int timer, int moment)
    {
        (timers[timer].Stand, timers[timer].NoticedAt) = (Stand.Off, moment);
        return timers[timer].Waker;
    }

    /// <summary>Who took the last tick of an interval is woken by it no more.</summary>
    public void ForgetWaker(int timer) => timers[timer].Waker = -1;

    /// <summary>The driver has not turned since a certain turn would have been: what else it would have noticed then it notices later.</summary>
    public void Exclude(int first, int last, int nextTurn)
    {
        foreach (ref var timer in timers.AsSpan(0, count))
        {
            if (timer.Stand != Stand.Off && timer.Due >= first && timer.Due <= last)
                timer.Due = nextTurn;
        }

        while (passedCount > 1 && passed[passedCount - 2].Turn >= first)
            passedCount--;
        if (passed[passedCount - 1].Turn >= first)
            passed[passedCount - 1] = (now, nextTurn);
    }

    // Only an interval asks about times before.
    private void KeepPassed(int turn)
    {
        if (hasIntervals && !IsUnserved && passed[passedCount - 1].Turn != turn)
        {
            if (passedCount == passed.Length)
                Array.Resize(ref passed, passedCount * 2);
            passedCount++;
        }

        passed[passedCount - 1] = (now, turn);
    }

    /// <summary>The first turn that can have noticed a deadline that is no later than now.</summary>
    private int TurnOf(long deadline)
    {
        var at = 0;
        while (passed[at].Time < deadline)
            at++;
        return passed[at].Turn;
    }

    private void FindEarliest()
    {
        earliest = long.MaxValue;
        foreach (ref readonly var timer in timers.AsSpan(0, count))
        {
            if (timer.Stand != Stand.Off)
                earliest = Math.Min(earliest, timer.Deadline);
        }
    }

    private void Fit()
    {
        if (timers.Length < count)
            timers = new Timer[Math.Max(count, 16) * 2];
        if (passed.Length <= passedCount)
            Array.Resize(ref passed, (passedCount + 1) * 2);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Timer
    {
        public Stand Stand;
        public long Deadline;
        public int Due;
        public int Waker;
        public int ArmedAt;
        public int NoticedAt;
    }
}
