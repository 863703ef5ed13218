namespace Conformance.Reference.Executor;

/// <summary>
/// Has room for so many values, which its owner receives in the order in which they were sent. Whoever sends when it is full waits, in turn.
/// Dropping it gives up the values in it; from then on to send fails.
/// </summary>
/// <remarks>
/// To send from any thread; to receive by one owner. It never ends by itself: its owner may send too. Tokio: <c>sync::mpsc::channel</c>, its
/// receiver together with a sender.
/// </remarks>
public sealed class Channel<T> : IDisposable
{
    private readonly Queue<T> values = [];
    private readonly object gate;
    private readonly Runtime runtime;
    private readonly Semaphore room;
    private Waker? receiver;

    internal Channel(Runtime runtime, int capacity)
    {
        this.runtime = runtime;
        gate = runtime.Gate ?? new object();
        room = new Semaphore(runtime, capacity);
    }

    /// <summary>
    /// Puts a value in, at the first poll if there is room and nobody waits. Otherwise that poll puts it into the queue. Dropping it
    /// takes it out again; when it was its turn it is then the turn of the next. An operation on the budget of its task's poll.
    /// </summary>
    /// <param name="value">What is received. The future fails with <see cref="ChannelClosedException"/> when the channel is dropped before.</param>
    public Future Send(T value) => new Sending(this, value);

    /// <summary>Takes the first value out when there is one. Dropping this future loses no value. An operation on the budget of its task's poll.</summary>
    public Future<T> Receive() => new Receiving(this);

    /// <summary>Drops it: those who wait to send fail.</summary>
    public void Dispose()
    {
        if (runtime.Faults.Is(ExecutorFault.ChannelOutlivesItsReceiver))
            return;
        room.Close();
        lock (gate)
        {
            values.Clear();
            receiver = null;
        }
    }

    private void Put(T value)
    {
        Waker? waker;
        lock (gate)
        {
            values.Enqueue(value);
            waker = receiver;
            receiver = null;
        }

        waker?.Wake();
    }

    private bool TryTake(Waker waker, out T? value)
    {
        lock (gate)
        {
            if (values.TryDequeue(out value))
                return true;
            receiver = waker;
            return false;
        }
    }

    private sealed class Sending(Channel<T> channel, T value) : Future
    {
        private readonly Future turn = channel.room.Acquire();
        private bool hasWaited;

        public override string Describe() => "room in a channel";

        protected override Poll OnPoll(Waker waker)
        {
            if (!turn.PollInside(waker).IsReady)
            {
                hasWaited = true;
                if (!channel.runtime.Faults.Is(ExecutorFault.ChannelWithoutBound))
                    return Poll.Pending;
                turn.Drop();
            }
            else if (turn.TakeError() is { } error)
            {
                throw error is SemaphoreClosedException ? new ChannelClosedException() : error;
            }

            if (!hasWaited || !channel.runtime.Faults.Is(ExecutorFault.ChannelLosesWhatWaited))
                channel.Put(value);
            return Poll.Ready;
        }

        protected override void OnDrop() => turn.Drop();
    }

    private sealed class Receiving(Channel<T> channel) : Future<T>
    {
        public override string Describe() => "a value";

        protected override Poll OnPoll(Waker waker)
        {
            if (channel.runtime.IsSpent)
            {
                waker.Wake();
                return Poll.Pending;
            }

            if (!channel.TryTake(waker, out var value))
                return Poll.Pending;
            channel.room.Release();
            channel.runtime.Spend();
            SetValue(value!);
            return Poll.Ready;
        }
    }
}
