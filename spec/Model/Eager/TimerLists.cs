using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Eager;

/// <summary>
/// The timers of Node.js (lib/internal/timers.js): a list for each duration, in the order of arming, and the lists by the expiry of
/// their heads. Times are milliseconds of the loop's clock.
/// </summary>
internal sealed class TimerLists
{
    private Timer[] timers = [];
    private int timerCount;
    private TimerList[] lists = [];
    private int listCount;
    private int nextId;

    /// <summary>The list that expires first, and of these the one that was put there first; -1 when no timer is armed.</summary>
    public int First
    {
        get
        {
            var first = -1;
            for (var i = 0; i < listCount; i++)
            {
                ref var list = ref lists[i];
                if (!list.IsActive)
                    continue;
                if (first < 0 || list.Expiry < lists[first].Expiry || (list.Expiry == lists[first].Expiry && list.Id < lists[first].Id))
                    first = i;
            }

            return first;
        }
    }

    /// <summary>When the first list expires; <see cref="long.MaxValue"/> when no timer is armed.</summary>
    public long NextExpiry => First is >= 0 and var first ? lists[first].Expiry : long.MaxValue;

    /// <summary>When each armed timer is due.</summary>
    public IEnumerable<long> Deadlines
    {
        get
        {
            for (var i = 0; i < listCount; i++)
            {
                for (var timer = lists[i].IsActive ? lists[i].First : -1; timer >= 0; timer = timers[timer].Next)
                    yield return timers[timer].Start + lists[i].Duration;
            }
        }
    }

    /// <summary>Forgets all; timers are numbered from 0.</summary>
    public void Begin(int count)
    {
        (timerCount, listCount, nextId) = (count, 0, 0);
        Fit();
        Array.Clear(timers, 0, count);
    }

    /// <summary>Takes over the timers of another configuration.</summary>
    public void CopyFrom(TimerLists other)
    {
        (timerCount, listCount, nextId) = (other.timerCount, other.listCount, other.nextId);
        Fit();
        Array.Copy(other.timers, timers, timerCount);
        if (lists.Length < listCount)
            lists = new TimerList[other.lists.Length];
        Array.Copy(other.lists, lists, listCount);
    }

    /// <summary>Writes what is armed, and the order of the lists.</summary>
    public void Write(KeyWriter key)
    {
        for (var i = 0; i < listCount; i++)
        {
            if (!lists[i].IsActive)
                continue;
            key.Add(lists[i].Duration, lists[i].Expiry, RankOf(i));
            for (var timer = lists[i].First; timer >= 0; timer = timers[timer].Next)
                key.Add(timer, timers[timer].Start);
        }
    }

    /// <summary>Whether a timer is in a list.</summary>
    public bool IsArmed(int timer) => timers[timer].IsArmed;

    /// <summary>The timer at the head of a list, or -1.</summary>
    public int HeadOf(int list) => lists[list].First;

    /// <summary>When a list expires.</summary>
    public long ExpiryOf(int list) => lists[list].Expiry;

    /// <summary>Puts a timer at the end of the list of its duration.</summary>
    /// <returns>When that list expires if it was put there for this timer; <see cref="long.MaxValue"/> if it stood there.</returns>
    public long Arm(int timer, long duration, long now)
    {
        var at = ListOf(duration);
        ref var list = ref lists[at];
        timers[timer] = new Timer(IsArmed: true, now, at, Next: -1, Previous: -1);
        var isNew = !list.IsActive;
        if (isNew)
            (list.IsActive, list.Expiry, list.Id, list.First) = (true, now + duration, nextId++, timer);
        else if (list.First < 0)
            list.First = timer;
        else
            (timers[list.Last].Next, timers[timer].Previous) = (timer, list.Last);
        list.Last = timer;
        return isNew ? list.Expiry : long.MaxValue;
    }

    /// <summary>Takes a timer out of its list, which stays where it is.</summary>
    public void Unlink(int timer)
    {
        ref var armed = ref timers[timer];
        ref var list = ref lists[armed.List];
        armed.IsArmed = false;
        if (armed.Previous >= 0)
            timers[armed.Previous].Next = armed.Next;
        else
            list.First = armed.Next;
        if (armed.Next >= 0)
            timers[armed.Next].Previous = armed.Previous;
        else
            list.Last = armed.Previous;
    }

    /// <summary>Takes a timer out of its list, and that one away if it was the last.</summary>
    public void Disarm(int timer)
    {
        Unlink(timer);
        ref var list = ref lists[timers[timer].List];
        list.IsActive &= list.First >= 0;
    }

    /// <summary>A list whose head is not due by a time is put back by the expiry of that head, or taken away when it is empty.</summary>
    /// <returns>Whether it was; not when its head is due.</returns>
    public bool TryPutBack(int index, long time)
    {
        ref var list = ref lists[index];
        if (list.First >= 0 && time - timers[list.First].Start >= list.Duration)
            return false;
        list.IsActive = list.First >= 0;
        if (list.IsActive)
            (list.Expiry, list.Id) = (timers[list.First].Start + list.Duration, nextId++);
        return true;
    }

    /// <summary>Whether a list expires by a time, or is the open one.</summary>
    public bool HasFurther(int open, long time)
    {
        for (var i = 0; i < listCount; i++)
        {
            if (lists[i].IsActive && (i == open || lists[i].Expiry <= time))
                return true;
        }

        return false;
    }

    private int ListOf(long duration)
    {
        for (var i = 0; i < listCount; i++)
        {
            if (lists[i].Duration == duration)
                return i;
        }

        if (listCount == lists.Length)
            Array.Resize(ref lists, Math.Max(8, listCount * 2));
        lists[listCount] = new TimerList { Duration = duration };
        return listCount++;
    }

    private int RankOf(int list)
    {
        var rank = 0;
        for (var i = 0; i < listCount; i++)
            rank += lists[i].IsActive && lists[i].Id < lists[list].Id ? 1 : 0;
        return rank;
    }

    private void Fit()
    {
        if (timers.Length < timerCount)
            timers = new Timer[Math.Max(timerCount, 16) * 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Timer(bool IsArmed, long Start, int List, int Next, int Previous);

    [StructLayout(LayoutKind.Auto)]
    private struct TimerList
    {
        public bool IsActive;
        public long Duration;
        public long Expiry;
        public int Id;
        public int First;
        public int Last;
    }
}
