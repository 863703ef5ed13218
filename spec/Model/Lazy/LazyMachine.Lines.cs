using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Semaphores and notifies: who waits in the line of one, and who has been served. What is there goes to the first in line;
/// it collects until it has enough, and nobody overtakes it.
/// </content>
internal sealed partial class LazyMachine
{
    private int arrivals;

    /// <summary>Where an acquire or a notified stands.</summary>
    private enum Standing : byte
    {
        /// <summary>It is not made yet, or over.</summary>
        Gone,

        /// <summary>It is made, and not in line.</summary>
        Outside,

        /// <summary>It waits in line.</summary>
        InLine,

        /// <summary>It alone was given what it waited for; dropped, it passes that on.</summary>
        Served,

        /// <summary>It waited in line, and was notified with all others.</summary>
        Called,

        /// <summary>It was notified with all others before it was polled.</summary>
        CalledOutside,
    }

    private bool HasLines => Code.Has(ComputationKind.Acquire) || Code.Has(ComputationKind.Notified);

    private static bool IsWaiter(Computation computation) => computation.Kind is ComputationKind.Acquire or ComputationKind.Notified;

    /// <summary>How much one of a line waits for.</summary>
    private int Need(int waiter) => Code.Computations[waiter].Kind == ComputationKind.Acquire ? Code.Computations[waiter].Permits : 1;

    /// <summary>One that is polled asks for its turn: it has had it, has it at once, or waits in line. What is stored goes before what all were given.</summary>
    private bool TryTake(int waiter)
    {
        ref var part = ref parts[waiter];
        if (part.Standing is Standing.Served or Standing.Called)
            return true;
        if (part.Standing == Standing.InLine)
            return false;
        var source = Code.Computations[waiter].Subject;
        if (FirstInLine(source) < 0 && parts[source].Permits >= Need(waiter))
        {
            parts[source].Permits -= Need(waiter);
            return true;
        }

        if (part.Standing == Standing.CalledOutside)
            return true;
        (part.Standing, part.Arrival) = (Standing.InLine, ++arrivals);
        return false;
    }

    /// <summary>Gives permits to a semaphore.</summary>
    private void GivePermits(int semaphore, int permits)
    {
        parts[semaphore].Permits += permits;
        var served = new List<int>();
        while (FirstInLine(semaphore) is >= 0 and var first && parts[semaphore].Permits >= Need(first))
        {
            parts[semaphore].Permits -= Need(first);
            parts[first].Standing = Standing.Served;
            served.Add(first);
        }

        WakeAll(served);
    }

    /// <summary>Notifies the first in line, or whoever comes next: a second call before that stores nothing more.</summary>
    private void NotifyOne(int notify)
    {
        if (FirstInLine(notify) is not (>= 0 and var first))
        {
            parts[notify].Permits = 1;
            return;
        }

        parts[first].Standing = Standing.Served;
        WakeAll([first]);
    }

    /// <summary>Notifies all that have been made.</summary>
    private void NotifyWaiters(int notify)
    {
        var called = new List<int>();
        foreach (var waiter in Code.Computations)
        {
            if (!IsWaiter(waiter) || waiter.Subject != notify)
                continue;
            ref var part = ref parts[waiter.Id];
            if (part.Standing == Standing.InLine)
                called.Add(waiter.Id);
            part.Standing = part.Standing switch
            {
                Standing.InLine => Standing.Called,
                Standing.Outside => Standing.CalledOutside,
                var standing => standing,
            };
        }

        WakeAll(called);
    }

    /// <summary>One that was polled is dropped: it leaves the line, and what it alone was given goes to the next.</summary>
    private void LeaveLine(int waiter)
    {
        var source = Code.Computations[waiter].Subject;
        var wasServed = parts[waiter].Standing == Standing.Served;
        (parts[waiter].Standing, parts[waiter].Waker) = (Standing.Gone, -1);
        if (Code.Computations[source].Kind == ComputationKind.Semaphore)
            GivePermits(source, wasServed ? Need(waiter) : 0);
        else if (wasServed)
            NotifyOne(source);
    }

    private int FirstInLine(int source)
    {
        var first = -1;
        foreach (var waiter in Code.Computations)
        {
            if (
                IsWaiter(waiter)
                && waiter.Subject == source
                && parts[waiter.Id].Standing == Standing.InLine
                && (first < 0 || parts[waiter.Id].Arrival < parts[first].Arrival)
            )
                first = waiter.Id;
        }

        return first;
    }

    /// <summary>Those that are served together are woken in any order; it shows only in which one a worker keeps for itself.</summary>
    private void WakeAll(List<int> served)
    {
        var last = Layout.Workers > 1 ? Choose(served.Count) : 0;
        for (var i = 1; i <= served.Count; i++)
        {
            ref var waker = ref parts[served[(last + i) % served.Count]].Waker;
            var woken = waker;
            waker = -1;
            Wake(woken);
        }
    }

    private void WriteLine(KeyWriter key, int c)
    {
        ref var part = ref parts[c];
        var before = 0;
        for (var other = 0; part.Standing == Standing.InLine && other < Strands; other++)
        {
            if (parts[other].Standing == Standing.InLine && parts[other].Arrival < part.Arrival)
                before++;
        }

        key.Add((int)part.Standing, part.Permits, before);
    }
}
