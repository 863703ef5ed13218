using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>The sleeps that somebody waits for, by deadline. Those of one deadline fire in the order of their first poll, or as the choices say.</summary>
internal sealed class TimerQueue(Runtime runtime, object? gate)
{
    private readonly PriorityQueue<Sleep, (long Deadline, long Sequence)> queue = new();
    private readonly List<Sleep> due = [];
    private long registered;
    private long latest;

    /// <summary>Up to when the driver has fired deadlines: a later sleep is pending even if the clock is further on.</summary>
    internal long Elapsed { get; private set; }

    /// <summary>The next deadline, or <see cref="long.MaxValue"/>.</summary>
    internal long Next
    {
        get
        {
            while (queue.TryPeek(out var sleep, out var key))
            {
                if (!sleep.Abandoned)
                    return key.Deadline;
                _ = queue.Dequeue();
            }

            return long.MaxValue;
        }
    }

    /// <summary>Whether the runtime was shut down: what waits for a timer panics.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>Wakes whoever waits for a timer, for the last time.</summary>
    internal void Close()
    {
        if (gate is null)
        {
            CloseInside();
            return;
        }

        lock (gate)
            CloseInside();
    }

    /// <summary>Adds a sleep that is polled for the first time.</summary>
    /// <returns>False when its deadline has passed already.</returns>
    internal bool Register(Sleep sleep)
    {
        if (gate is null)
            return Add(sleep);
        lock (gate)
        {
            var added = Add(sleep);

            // Whoever waits for the next deadline must look again.
            Monitor.PulseAll(gate);
            return added;
        }
    }

    /// <summary>Sets whom a registered sleep wakes.</summary>
    internal void Replace(ref Waker? current, Waker waker)
    {
        if (gate is null)
        {
            current = waker;
            return;
        }

        lock (gate)
            current = waker;
    }

    /// <summary>Fires every deadline up to now, in order.</summary>
    internal void FireDue()
    {
        var now = runtime.Now;
        if (runtime.Faults.IsActive(ExecutorFault.LateTimersLastFirst))
            FireBackwards(now);
        while (Next is var deadline && deadline <= now)
        {
            while (Next == deadline)
                due.Add(queue.Dequeue());
            while (due.Count > 0)
            {
                var choice = due.Count == 1 ? 0 : runtime.Choose(ChoicePoint.Timer, due.Count);
                var sleep = due[choice];
                due.RemoveAt(choice);
                sleep.Fire();
            }
        }

        Elapsed = now;
    }

    /// <summary>The fault of a driver that takes several deadlines that have passed from the last one on.</summary>
    private void FireBackwards(long now)
    {
        while (Next <= now)
            due.Add(queue.Dequeue());
        for (; due.Count > 0; due.RemoveAt(due.Count - 1))
        {
            if (due.Count > 1)
                _ = runtime.Faults.Is(ExecutorFault.LateTimersLastFirst);
            due[^1].Fire();
        }
    }

    internal void Reset()
    {
        queue.Clear();
        due.Clear();
        registered = 0;
        latest = 0;
        Elapsed = 0;
        IsClosed = false;
    }

    private void CloseInside()
    {
        IsClosed = true;
        while (queue.TryDequeue(out var sleep, out _))
            sleep.WakeUp();
    }

    private bool Add(Sleep sleep)
    {
        if (sleep.Deadline <= Elapsed || (sleep.Deadline <= runtime.Now && runtime.Faults.Is(ExecutorFault.SleepAsksTheClock)))
            return false;
        sleep.Sequence = registered++;
        queue.Enqueue(sleep, Key(sleep));
        return true;
    }

    private (long Deadline, long Sequence) Key(Sleep sleep)
    {
        if (runtime.Faults.Is(ExecutorFault.EqualDeadlinesLastFirst))
            return (sleep.Deadline, -sleep.Sequence);
        if (runtime.Faults.Is(ExecutorFault.TimersInOrderOfRegistration))
            return (latest = Math.Max(latest, sleep.Deadline), sleep.Sequence);
        return (sleep.Deadline, sleep.Sequence);
    }
}
