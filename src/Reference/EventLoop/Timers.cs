using System.Runtime.InteropServices;

namespace Conformance.Reference.EventLoop;

/// <summary>
/// The timers of a loop as Node keeps them: a list for each duration, the lists ordered by the deadline of their first timer.
/// A loop that is late runs everything due of one list before the next list, so a later deadline of a shorter duration may be overtaken.
/// </summary>
/// <remarks>Source: nodejs/node lib/internal/timers.js, processTimers and listOnTimeout.</remarks>
internal sealed class Timers(EventLoop loop)
{
    private const long Longest = int.MaxValue;
    private readonly Dictionary<long, TimerList> lists = [];
    private readonly PriorityQueue<TimerList, Order> queue = new(new ByExpiry());
    private TimerList? running;
    private long created;
    private long clockRead;
    private long earliest = long.MaxValue;
    private long timeout = long.MaxValue;

    /// <summary>How many timers are armed.</summary>
    internal int Count { get; private set; }

    /// <summary>
    /// When libuv's one timer is due, which serves them all; the end of time when none is armed. Usually that is when the first list
    /// is due; but what became due during a timers phase waits until one millisecond after the clock was last read in it.
    /// </summary>
    internal long NextTurn => Count > 0 ? timeout : long.MaxValue;

    private long NextExpiry => queue.TryPeek(out _, out var order) ? order.Expiry : long.MaxValue;

    internal TimerHandle Arm(long milliseconds, Job job)
    {
        var least = milliseconds == 0 && loop.Faults.Is(EventLoopFault.TimersWithoutMinimum) ? 0 : 1;
        var duration = milliseconds >= least && milliseconds <= Longest ? milliseconds : 1;
        var timer = new TimerHandle(job, duration, loop.Now);
        clockRead = timer.Start;
        var key = loop.Faults.Has(EventLoopFault.TimersByCreation) ? 0 : duration;
        if (!lists.TryGetValue(key, out var list))
        {
            list = new TimerList(this, key);
            lists.Add(key, list);
        }

        if (!list.IsQueued && !ReferenceEquals(list, running))
            Expect(list, timer.Start + duration);
        else if (list.First is { } first && first.Duration > duration)
            loop.Faults.Is(EventLoopFault.TimersByCreation);
        list.Append(timer);
        Count++;
        return timer;
    }

    internal void Disarm(TimerHandle timer)
    {
        if (loop.Now - timer.Start >= timer.Duration && loop.Faults.Is(EventLoopFault.ClearMissesDueTimers))
            return;
        var list = timer.List!;
        list.Remove(timer);
        Count--;
        if (list.First is null && !ReferenceEquals(list, running))
        {
            list.IsQueued = false;
            queue.Remove(list, out _, out _);
        }
    }

    /// <summary>The timers phase: runs what is due now. What its callbacks arm waits for a later phase.</summary>
    internal void RunDue()
    {
        if (timeout > loop.Now && !(NextExpiry <= loop.Now && loop.Faults.Is(EventLoopFault.TimersServedEarly)))
            return;
        do
        {
            // After an error it begins again at once, without a drain (nodejs/node src/env.cc, RunTimers).
            var now = clockRead = loop.Now;
            (earliest, timeout) = (long.MaxValue, long.MaxValue);
            while (!TryRunDue(now)) { }
            if (queue.Count > 0)
                (earliest, timeout) = (NextExpiry, Math.Max(clockRead + 1, NextExpiry));
            loop.DrainBetween();
            // libuv's one timer is served again at once if it is due by the clock as the loop last read it: when a timer was armed.
            // It stays when the timer that it was set for is cleared.
        } while (timeout <= clockRead && !loop.Faults.Is(EventLoopFault.TimersServedOnce));
    }

    internal void Clear()
    {
        foreach (var list in lists.Values)
        {
            while (list.First is { } timer)
                list.Remove(timer);
            list.IsQueued = false;
        }

        queue.Clear();
        running = null;
        created = 0;
        Count = 0;
        (earliest, timeout) = (long.MaxValue, long.MaxValue);
    }

    private void Expect(TimerList list, long expiry)
    {
        Enqueue(list, new Order(expiry, created++));
        if (expiry < earliest)
            (earliest, timeout) = (expiry, expiry);
    }

    private bool TryRunDue(long now)
    {
        var ran = false;
        while (HasDue(now))
        {
            if (ran && !loop.DrainBetween())
                return false;
            ran = true;
            if (!HasDue(now))
                return true;
            queue.TryDequeue(out var list, out var order);
            list!.IsQueued = false;
            if (!TryRunDue(list, order, Math.Max(now, order.Expiry)))
                return false;
        }

        return true;
    }

    private bool TryRunDue(TimerList list, Order order, long now)
    {
        var outer = running;
        var (ran, ended) = (false, false);
        running = list;
        try
        {
            while (IsDue(list.First, now))
            {
                if (ran && !loop.DrainBetween())
                    return false;
                ran = true;
                if (!IsDue(list.First, now))
                    break;
                var timer = loop.Faults.Has(EventLoopFault.EqualTimersNewestFirst) ? NewestDue(list.First!, now) : list.First!;
                list.Remove(timer);
                Count--;
                if (!loop.Execute(timer.Job))
                {
                    DropRest(list, now);
                    return false;
                }
            }

            return ended = true;
        }
        finally
        {
            running = outer;
            // After an error the list stays the first one, even if it is empty.
            if (!ended)
                Enqueue(list, order);
            else if (list.First is { } next)
                Enqueue(list, new Order(Math.Max(next.Start + next.Duration, now + 1), created++));
        }
    }

    private static bool IsDue(TimerHandle? timer, long now) => timer is not null && now - timer.Start >= timer.Duration;

    private bool HasDue(long now) => queue.TryPeek(out _, out var order) && (order.Expiry <= now || IsDueAtOnce(order.Expiry));

    private void Enqueue(TimerList list, Order order)
    {
        list.IsQueued = true;
        queue.Enqueue(list, order);
    }

    private void DropRest(TimerList list, long now)
    {
        while (IsDue(list.First, now) && loop.Faults.Is(EventLoopFault.UncaughtDropsTheRest))
        {
            list.Remove(list.First!);
            Count--;
        }
    }

    private bool IsDueAtOnce(long expiry) => expiry <= loop.Now && loop.Faults.Is(EventLoopFault.NestedTimersAtOnce);

    private TimerHandle NewestDue(TimerHandle timer, long now)
    {
        while (timer.Next is { } next && now - next.Start >= next.Duration && loop.Faults.Is(EventLoopFault.EqualTimersNewestFirst))
            timer = next;
        return timer;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Order(long Expiry, long Created);

    private sealed class ByExpiry : IComparer<Order>
    {
        public int Compare(Order x, Order y) => x.Expiry != y.Expiry ? x.Expiry.CompareTo(y.Expiry) : x.Created.CompareTo(y.Created);
    }
}
