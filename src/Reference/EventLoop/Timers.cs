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

    /// <summary>How many timers are armed.</summary>
    internal int Count { get; private set; }

    /// <summary>When the next list is due; the end of time when none is armed.</summary>
    internal long NextExpiry => queue.TryPeek(out _, out var order) ? order.Expiry : long.MaxValue;

    internal TimerHandle Arm(long milliseconds, Job job)
    {
        var least = milliseconds == 0 && loop.Faults.Is(EventLoopFault.TimersWithoutMinimum) ? 0 : 1;
        var duration = milliseconds >= least && milliseconds <= Longest ? milliseconds : 1;
        var timer = new TimerHandle(job, duration, loop.Now);
        var key = loop.Faults.Has(EventLoopFault.TimersByCreation) ? 0 : duration;
        if (!lists.TryGetValue(key, out var list))
        {
            list = new TimerList(this, key);
            lists.Add(key, list);
        }

        if (list.First is null && !ReferenceEquals(list, running))
            queue.Enqueue(list, new Order(timer.Start + duration, created++));
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
            queue.Remove(list, out _, out _);
    }

    /// <summary>The timers phase: runs what is due now. What its callbacks arm waits for a later phase.</summary>
    internal void RunDue()
    {
        var now = loop.Now;
        while (queue.TryPeek(out var list, out var order) && (order.Expiry <= now || IsDueAtOnce(order.Expiry)))
        {
            queue.Dequeue();
            RunDue(list, Math.Max(now, order.Expiry));
        }
    }

    internal void Clear()
    {
        foreach (var list in lists.Values)
        {
            while (list.First is { } timer)
                list.Remove(timer);
        }

        queue.Clear();
        running = null;
        created = 0;
        Count = 0;
    }

    private void RunDue(TimerList list, long now)
    {
        var outer = running;
        running = list;
        try
        {
            while (list.First is { } timer && now - timer.Start >= timer.Duration)
            {
                if (loop.Faults.Has(EventLoopFault.EqualTimersNewestFirst))
                    timer = NewestDue(timer, now);
                list.Remove(timer);
                Count--;
                loop.Call(timer.Job);
            }
        }
        finally
        {
            running = outer;
            if (list.First is { } next)
                queue.Enqueue(list, new Order(Math.Max(next.Start + next.Duration, now + 1), created++));
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
