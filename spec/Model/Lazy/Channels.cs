using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Tokio's bounded channels: what was sent and not received, in the order in which it was sent. Who waits for room stands in one of the
/// <see cref="WaitLines"/> (tokio, sync/mpsc/chan.rs).
/// </summary>
internal sealed class Channels
{
    private Computation[] computations = [];
    private Place[] places = [];
    private int arrivals;

    /// <summary>Whether the program has any channel; without one nothing is kept.</summary>
    public bool Exist { get; private set; }

    /// <summary>Forgets all channels.</summary>
    public void Begin(Code code)
    {
        (Exist, computations, arrivals) = (code.Has(ComputationKind.Channel), code.Computations, 0);
        if (!Exist)
            return;
        Fit();
        Array.Clear(places, 0, computations.Length);
    }

    /// <summary>Takes over the channels of another configuration.</summary>
    public void CopyFrom(Channels other)
    {
        (Exist, computations, arrivals) = (other.Exist, other.computations, other.arrivals);
        if (!Exist)
            return;
        Fit();
        Array.Copy(other.places, places, computations.Length);
    }

    /// <summary>The value of a send is in its channel now; one that nobody receives from keeps nothing.</summary>
    public void Put(int send)
    {
        if (!IsClosed(computations[send].Subject))
            places[send].Arrival = ++arrivals;
    }

    /// <summary>The send whose value is the first in a channel, or -1.</summary>
    public int FirstOf(int channel)
    {
        var first = -1;
        foreach (var send in computations)
        {
            if (IsIn(send, channel) && (first < 0 || places[send.Id].Arrival < places[first].Arrival))
                first = send.Id;
        }

        return first;
    }

    /// <summary>Whether the value of a send is in its channel.</summary>
    public bool Holds(int send) => Exist && places[send].Arrival > 0;

    /// <summary>The first value of a channel is taken out.</summary>
    public void Take(int send) => places[send].Arrival = 0;

    /// <summary>The send whose value the receiver of a channel has taken and not told yet, or 0.</summary>
    public ref int Received(int channel) => ref places[channel].Received;

    /// <summary>The receiver of a channel is gone, and what is in it.</summary>
    public void Close(int channel)
    {
        places[channel].IsClosed = true;
        foreach (var send in computations)
        {
            if (IsIn(send, channel))
                Take(send.Id);
        }
    }

    /// <summary>Whether the receiver of a channel is gone.</summary>
    public bool IsClosed(int channel) => places[channel].IsClosed;

    /// <summary>Writes what counts of a channel or a send: of values only their order.</summary>
    public void Write(KeyWriter key, int computation)
    {
        ref readonly var written = ref places[computation];
        var place = 0;
        for (var other = 0; written.Arrival > 0 && other < computations.Length; other++)
            place += places[other].Arrival > 0 && places[other].Arrival <= written.Arrival ? 1 : 0;
        key.AddPair(place, written.IsClosed ? 1 : 0);
    }

    private bool IsIn(Computation send, int channel) =>
        send.Kind == ComputationKind.Send && send.Subject == channel && places[send.Id].Arrival > 0;

    private void Fit()
    {
        if (places.Length < computations.Length)
            places = new Place[Math.Max(computations.Length, 16) * 2];
    }

    /// <summary>What is kept of one computation.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        /// <summary>Of a value that is in its channel: how many were put into one before it, and it; else 0.</summary>
        public int Arrival;

        /// <summary>Of a channel: the send whose value its receiver has taken and not told yet, or 0.</summary>
        public int Received;

        /// <summary>Whether the receiver of a channel is gone.</summary>
        public bool IsClosed;
    }
}
