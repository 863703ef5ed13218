using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Eager;

/// <content>
/// The phases of the loop (libuv uv_run); in that of the timers the first list is drained while its head is due, then the next.
/// </content>
internal sealed partial class EagerMachine
{
    private readonly TimerLists armed = new();
    private Timer[] timers = [];
    private int timerCount;
    private Phase phase;
    private long loopTime;
    private long phaseTime;
    private int openList;
    private bool owes;
    private bool entered;
    private bool drained;
    private bool cut;
    private bool passes;
    private long clockRead;
    private long earliest;
    private long timeout;
    private Line checking;

    private void BeginTimers(int count)
    {
        timerCount = count;
        Fit(ref timers, count);
        Array.Clear(timers, 0, count);
        armed.Begin(count);
        (phase, loopTime, phaseTime) = (Phase.Timers, 0, 0);
        (openList, owes, entered, drained, cut, passes) = (-1, false, false, false, false, false);
        (clockRead, earliest, timeout) = (0, long.MaxValue, long.MaxValue);
    }

    private void CopyTimers(EagerMachine from)
    {
        timerCount = from.timerCount;
        Copy(ref timers, from.timers, timerCount);
        armed.CopyFrom(from.armed);
        (phase, loopTime, phaseTime) = (from.phase, from.loopTime, from.phaseTime);
        (openList, owes, entered, checking) = (from.openList, from.owes, from.entered, from.checking);
        (drained, cut, passes) = (from.drained, from.cut, from.passes);
        (clockRead, earliest, timeout) = (from.clockRead, from.earliest, from.timeout);
    }

    private void WriteTimers(KeyWriter key)
    {
        key.Add((int)phase, loopTime, openList, owes ? 1 : 0, entered ? 1 : 0, drained ? 1 : 0, cut ? 1 : 0, passes ? 1 : 0);
        key.Add(earliest, timeout);
        if (IsExact || phase == Phase.Timers)
            key.Add(phaseTime, clockRead);
        armed.Write(key);
    }

    /// <summary>A timer of Node.js: the delay is at least 1.</summary>
    private void Arm(int timer, long delay, TimerKind kind)
    {
        loopTime = ReadClock(loopTime);
        clockRead = loopTime;
        timers[timer].Kind = kind;
        var expiry = armed.Arm(timer, Math.Max(1, delay), clockRead);
        if (expiry < earliest)
            (earliest, timeout) = (expiry, expiry);
    }

    private void BeginPass()
    {
        loopTime = ReadForTimers();
        phaseTime = loopTime;
        clockRead = loopTime;
        (openList, cut, passes) = (-1, false, true);
        (earliest, timeout) = (long.MaxValue, long.MaxValue);
    }

    private void EndPass()
    {
        if (!passes)
            return;
        passes = false;
        if (armed.First < 0)
            return;
        earliest = armed.NextExpiry;
        timeout = Math.Max(clockRead + 1, earliest);
    }

    /// <summary>When libuv's one timer is due, if it is set for a timer that is armed.</summary>
    private long NextTurn => armed.First < 0 ? long.MaxValue : timeout;

    /// <summary>
    /// libuv's one timer is served again at once if it is due by the clock as the loop last read it: when a timer was armed. It stays
    /// when the timer that it was set for is cleared.
    /// </summary>
    private bool ServesAgain() => timeout <= clockRead;

    private void StartSleep(int timer, long duration, int promise, int signal)
    {
        timers[timer].Promise = promise;
        if (signal >= 0 && signals.IsAborted(signal))
        {
            promises.Finish(promise, PromiseState.Rejected, signals.ReasonOf(signal));
            return;
        }

        Arm(timer, duration, TimerKind.Sleep);
        signals.ListenAsleep(timer, signal);
    }

    /// <summary>A callback that has not begun never does.</summary>
    private void Clear(int callback)
    {
        if (Code.Computations[callback].Kind == ComputationKind.Immediate)
        {
            if (!Delete(ref immediates, callback))
                Delete(ref checking, callback);
            return;
        }

        if (armed.IsArmed(callback))
            armed.Disarm(callback);
    }

    /// <summary>Finds the next callback of the loop, no later than a time; false when the loop waits or has ended.</summary>
    private bool RunPhase(long limit)
    {
        while (true)
        {
            // After an error in the last of its immediates the check phase may be that of the next turn.
            var begins = !entered || (phase == Phase.Check && checking.First < 0 && threw);
            if (held && !IsExact && begins && Choose(2) == 1)
                return DrainUnasked();
            switch (phase)
            {
                case Phase.Timers:
                    if (RunTimers())
                        return true;
                    Enter(Phase.Poll);
                    break;
                case Phase.Poll:
                    if (!Poll(limit, out var found))
                        return false;
                    if (found)
                        return true;
                    Enter(Phase.Check);
                    break;
                default:
                    if (RunImmediates())
                        return true;
                    Enter(Phase.Timers);
                    break;
            }
        }
    }

    private void Enter(Phase next)
    {
        phase = next;
        (entered, owes, openList, drained, cut, port, told) = (false, false, -1, false, false, -1, false);
    }

    /// <summary>Node's CheckImmediate: it looks for immediates of its own first and drains the queues after those.</summary>
    private bool RunImmediates()
    {
        if (!entered && held && !drained)
            return drained = DrainFirst(last: false);
        if (!entered || (checking.First < 0 && threw))
        {
            (checking, immediates) = (immediates, Line.Empty);
            entered = true;
        }

        if (checking.First < 0)
            return held && DrainFirst(last: true);
        var immediate = Remove(ref checking);
        Serve();
        Origin = Origin.Immediate;
        if (immediate < Code.Computations.Length)
            Push(immediate);
        return true;
    }

    private bool RunTimers()
    {
        var again = entered;
        if (!entered)
        {
            entered = true;
            loopTime = ReadForTimers();
            if (timeout > loopTime)
                return false;
            BeginPass();
        }
        else if (cut)
        {
            if (!ServesAgain())
                return false;
            again = false;
            BeginPass();
        }
        else if (held)
        {
            openList = -1;
        }

        for (var looked = false; ; )
        {
            if (openList < 0)
            {
                var first = armed.First;
                var isDue = first >= 0 && armed.ExpiryOf(first) <= phaseTime;
                if (held && (looked || !isDue))
                    return DrainFirst(last: !isDue);
                if (!isDue)
                {
                    EndPass();
                    if (!again || !ServesAgain())
                        return false;
                    again = false;
                    BeginPass();
                    continue;
                }

                openList = first;
                looked = true;
            }

            CloseList();
            if (openList < 0)
                continue;
            var timer = armed.HeadOf(openList);
            armed.Unlink(timer);
            Serve();
            Fire(timer);
            return true;
        }
    }

    /// <summary>When the first timer of the open list is not due, its list is put back; that comes before the drain after a callback.</summary>
    private void CloseList()
    {
        if (openList >= 0 && armed.TryPutBack(openList, phaseTime))
            openList = -1;
    }

    private void Fire(int timer)
    {
        Origin = Origin.Timer;
        switch (timers[timer].Kind)
        {
            case TimerKind.Call:
                Push(timer);
                break;
            case TimerKind.Sleep:
                promises.Attempt(timers[timer].Promise, PromiseState.Fulfilled, Value.Unit);
                break;
            default:
                promises.Attempt(promises.Second(timer - Code.Computations.Length), PromiseState.Rejected, Value.Of("elapsed"));
                break;
        }
    }

    private enum Phase : byte
    {
        Timers,
        Poll,
        Check,
    }

    private enum TimerKind : byte
    {
        Call,
        Sleep,
        Elapse,
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Timer
    {
        public TimerKind Kind;
        public int Promise;
    }
}
