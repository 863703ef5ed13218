using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Tokio's join sets: tasks whose outcomes are taken in the order in which they ended. Each poll leaves its waker with the set before it
/// looks, and the next member that ends calls it (tokio, task/join_set.rs and util/idle_notified_set.rs, pop_notified).
/// </summary>
internal sealed class JoinSets
{
    private int[][] members = [];
    private int count;
    private Place[] places = [];
    private int ends;

    /// <summary>Where a member stands.</summary>
    private enum Standing : byte
    {
        /// <summary>It is not spawned yet.</summary>
        None,

        /// <summary>It is spawned and has not ended.</summary>
        Inside,

        /// <summary>It has ended, and its maker has not put it into its set yet.</summary>
        EndedOutside,

        /// <summary>It has ended, and its outcome is there.</summary>
        Ended,

        /// <summary>Its outcome was taken.</summary>
        Taken,

        /// <summary>Its set was dropped.</summary>
        Dropped,
    }

    /// <summary>Whether the program has any set; without one nothing is kept.</summary>
    public bool Exist { get; private set; }

    /// <summary>Forgets all sets.</summary>
    public void Begin(Layout layout)
    {
        (Exist, ends) = (layout.Code.Has(ComputationKind.JoinSet), 0);
        if (!Exist)
            return;
        (members, count) = (layout.Members, layout.Code.Computations.Length);
        Fit();
        places.AsSpan(0, count).Fill(new Place { Waker = -1 });
    }

    /// <summary>Takes over the sets of another configuration.</summary>
    public void CopyFrom(JoinSets other)
    {
        (Exist, ends) = (other.Exist, other.ends);
        if (!Exist)
            return;
        (members, count) = (other.members, other.count);
        Fit();
        Array.Copy(other.places, places, count);
    }

    /// <summary>Writes what counts of a set or a member.</summary>
    public void Write(KeyWriter key, int computation)
    {
        ref var place = ref places[computation];
        key.AddPair((int)place.Standing | (place.LeftAt > 0 ? 8 : 0) | (place.Order << 4), place.Waker);
    }

    /// <summary>The tasks that are ever spawned into a set.</summary>
    public ReadOnlySpan<int> Of(int set) => members[set];

    /// <summary>Whether a member is spawned and its outcome was not taken.</summary>
    public bool Holds(int member) => places[member].Standing is not (Standing.None or Standing.Taken);

    /// <summary>The member that ended first of those whose outcomes are there, or -1.</summary>
    public int FirstOf(int set)
    {
        var first = -1;
        foreach (var member in Of(set))
        {
            if (HasEnded(member) && (first < 0 || places[member].Order < places[first].Order))
                first = member;
        }

        return first;
    }

    /// <summary>Whether no member is left.</summary>
    public bool IsEmpty(int set)
    {
        foreach (var member in Of(set))
        {
            if (Holds(member))
                return false;
        }

        return true;
    }

    /// <summary>A member is spawned.</summary>
    public void Spawn(int member) => places[member].Standing = Standing.Inside;

    /// <summary>A member has ended while it was being spawned, and is not in its set yet.</summary>
    public void EndOutside(int member) => places[member].Standing = Standing.EndedOutside;

    /// <summary>Whether a member has ended and is not in its set yet.</summary>
    public bool HasEndedOutside(int member) => Exist && places[member].Standing == Standing.EndedOutside;

    /// <summary>A member has ended; it is the last one to be taken so far.</summary>
    public void End(int member) => (places[member].Standing, places[member].Order) = (Standing.Ended, ++ends);

    /// <summary>Whether the outcome of a member is there.</summary>
    public bool HasEnded(int member) => places[member].Standing == Standing.Ended;

    /// <summary>The outcome of a member is taken.</summary>
    public void Take(int member) => (places[member].Standing, places[member].Order) = (Standing.Taken, 0);

    /// <summary>Whether the outcome of a member was taken.</summary>
    public bool IsTaken(int member) => Exist && places[member].Standing == Standing.Taken;

    /// <summary>A set is dropped: nobody asks for its members any more.</summary>
    public void Drop(int set)
    {
        foreach (var member in Of(set))
        {
            if (Holds(member))
                (places[member].Standing, places[member].Order) = (Standing.Dropped, 0);
        }

        (places[set].Standing, places[set].Waker) = (Standing.Dropped, -1);
    }

    /// <summary>Whether a set was dropped.</summary>
    public bool IsDropped(int set) => places[set].Standing == Standing.Dropped;

    /// <summary>Whom the next member that ends wakes, or -1.</summary>
    public int WakerOf(int set) => places[set].Waker;

    /// <summary>The moment at which who left that waker got an outcome, and so does not wait for it; else 0.</summary>
    public int LeftAt(int set) => places[set].LeftAt;

    /// <summary>A poll of a set that is in vain leaves its waker, or none.</summary>
    public void Leave(int set, int waker) => (places[set].Waker, places[set].LeftAt) = (waker, 0);

    /// <summary>A poll of a set that gets an outcome leaves its waker all the same.</summary>
    public void LeaveWithOutcome(int set, int waker, int moment) => (places[set].Waker, places[set].LeftAt) = (waker, moment);

    /// <summary>A member has ended: the waker is called, once.</summary>
    public int TakeWaker(int set)
    {
        var waker = places[set].Waker;
        places[set].Waker = -1;
        return waker;
    }

    private void Fit()
    {
        if (places.Length < count)
            places = new Place[Math.Max(count, 16) * 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        public Standing Standing;
        public int Order;
        public int Waker;
        public int LeftAt;
    }
}
