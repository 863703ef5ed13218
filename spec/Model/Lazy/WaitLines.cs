using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Semaphores, notifies and channels that are full: who waits in the line of one, and who has been served. What is there goes to the first in line;
/// it collects until it has enough, and nobody overtakes it. Whoever is served is to be woken by the caller.
/// </summary>
internal sealed class WaitLines
{
    private readonly List<int> served = [];
    private Computation[] computations = [];
    private Place[] places = [];
    private int arrivals;

    /// <summary>Where an acquire, a notified or a send stands.</summary>
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

    /// <summary>Whether the program has any waiter; without one nothing is kept.</summary>
    public bool Exist { get; private set; }

    /// <summary>Whether a computation waits in a line.</summary>
    public static bool IsWaiter(Computation computation) =>
        computation.Kind is ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send;

    /// <summary>Whether a computation is what others wait for in a line.</summary>
    public static bool IsSource(Computation computation) =>
        computation.Kind is ComputationKind.Semaphore or ComputationKind.Notify or ComputationKind.Channel;

    /// <summary>Forgets all lines.</summary>
    public void Begin(Code code)
    {
        Exist = code.Has(ComputationKind.Acquire) || code.Has(ComputationKind.Notified) || code.Has(ComputationKind.Send);
        (computations, arrivals) = (code.Computations, 0);
        if (!Exist)
            return;
        Fit(computations.Length);
        Array.Clear(places, 0, computations.Length);
    }

    /// <summary>Takes over the lines of another configuration.</summary>
    public void CopyFrom(WaitLines other)
    {
        (Exist, computations, arrivals) = (other.Exist, other.computations, other.arrivals);
        if (!Exist)
            return;
        Fit(computations.Length);
        Array.Copy(other.places, places, computations.Length);
    }

    /// <summary>A semaphore has its first permits, a channel one for each value that it has room for; a waiter is made.</summary>
    public void Make(Computation made)
    {
        if (!Exist)
            return;
        if (IsWaiter(made))
            places[made.Id].Standing = Standing.Outside;
        else
            places[made.Id].Permits = made.Permits;
    }

    /// <summary>One that is polled asks for its turn: it has had it, has it at once, or waits in line. What is stored goes before what all were given.</summary>
    public bool TryTake(int waiter)
    {
        ref var place = ref places[waiter];
        if (place.Standing is Standing.Served or Standing.Called)
            return true;
        if (place.Standing == Standing.InLine)
            return false;
        var source = computations[waiter].Subject;
        if (FirstOf(source) < 0 && places[source].Permits >= Need(waiter))
        {
            places[source].Permits -= Need(waiter);
            return true;
        }

        if (place.Standing == Standing.CalledOutside)
            return true;
        (place.Standing, place.Arrival) = (Standing.InLine, ++arrivals);
        return false;
    }

    /// <summary>Gives permits to a semaphore, or room to a channel.</summary>
    /// <returns>Who was served by them, in this order; good until the next call.</returns>
    public List<int> Give(int semaphore, int permits)
    {
        served.Clear();
        if (!Exist)
            return served;
        places[semaphore].Permits += permits;
        while (FirstOf(semaphore) is >= 0 and var first && places[semaphore].Permits >= Need(first))
        {
            places[semaphore].Permits -= Need(first);
            places[first].Standing = Standing.Served;
            served.Add(first);
        }

        return served;
    }

    /// <summary>Notifies the first in line, or whoever comes next: a second call before that stores nothing more.</summary>
    /// <returns>Who was served; good until the next call.</returns>
    public List<int> NotifyOne(int notify)
    {
        served.Clear();
        if (!Exist)
            return served;
        if (FirstOf(notify) is >= 0 and var first)
        {
            places[first].Standing = Standing.Served;
            served.Add(first);
        }
        else
        {
            places[notify].Permits = 1;
        }

        return served;
    }

    /// <summary>Notifies all that have been made.</summary>
    /// <returns>Who of them stood in line; good until the next call.</returns>
    public List<int> NotifyWaiters(int notify)
    {
        served.Clear();
        foreach (var waiter in computations)
        {
            if (!IsWaiter(waiter) || waiter.Subject != notify)
                continue;
            ref var standing = ref places[waiter.Id].Standing;
            if (standing == Standing.InLine)
                served.Add(waiter.Id);
            standing = standing switch
            {
                Standing.InLine => Standing.Called,
                Standing.Outside => Standing.CalledOutside,
                _ => standing,
            };
        }

        return served;
    }

    /// <summary>Nobody waits for a channel any more.</summary>
    /// <returns>Who stood in line; good until the next call.</returns>
    public List<int> Close(int channel)
    {
        served.Clear();
        if (!Exist)
            return served;
        while (FirstOf(channel) is >= 0 and var first)
        {
            places[first].Standing = Standing.Outside;
            served.Add(first);
        }

        return served;
    }

    /// <summary>One that was polled has what it waited for, and has used it up.</summary>
    public void Finish(int waiter) => places[waiter].Standing = Standing.Gone;

    /// <summary>One that was polled is dropped: it leaves the line, and what it alone was given goes to the next.</summary>
    /// <returns>Who was served by that; good until the next call.</returns>
    public List<int> Leave(int waiter)
    {
        var source = computations[waiter].Subject;
        var wasServed = places[waiter].Standing == Standing.Served;
        Finish(waiter);
        if (computations[source].Kind != ComputationKind.Notify)
            return Give(source, wasServed ? Need(waiter) : 0);
        if (wasServed)
            return NotifyOne(source);
        served.Clear();
        return served;
    }

    /// <summary>Writes what of a computation's line counts for what may come: of those in line only their order.</summary>
    public void Write(KeyWriter key, int computation)
    {
        ref var place = ref places[computation];
        var before = 0;
        for (var other = 0; place.Standing == Standing.InLine && other < computations.Length; other++)
        {
            if (places[other].Standing == Standing.InLine && places[other].Arrival < place.Arrival)
                before++;
        }

        key.AddPair((int)place.Standing | (before << 3), place.Permits);
    }

    private int FirstOf(int source)
    {
        var first = -1;
        foreach (var waiter in computations)
        {
            if (
                IsWaiter(waiter)
                && waiter.Subject == source
                && places[waiter.Id].Standing == Standing.InLine
                && (first < 0 || places[waiter.Id].Arrival < places[first].Arrival)
            )
                first = waiter.Id;
        }

        return first;
    }

    // How much one of a line waits for.
    private int Need(int waiter) => computations[waiter].Kind == ComputationKind.Acquire ? computations[waiter].Permits : 1;

    private void Fit(int size)
    {
        if (places.Length < size)
            places = new Place[Math.Max(size, 16) * 2];
    }

    /// <summary>What is kept of one computation.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        /// <summary>How many permits a semaphore or a channel has that nobody has been given; whether a notify has stored a notification.</summary>
        public int Permits;

        /// <summary>Where a waiter stands.</summary>
        public Standing Standing;

        /// <summary>Of one in line: how many had joined a line before it, and it.</summary>
        public int Arrival;
    }
}
