namespace Conformance.Reference.Executor;

/// <summary>
/// A future with many readers. It runs once, driven by whichever reader is polled; each reader gets the same value or error. When it
/// panics the reader that was polled does, and every other that is polled afterwards.
/// </summary>
/// <remarks>It is dropped when this and all readers were dropped before it completed. Rust: <c>futures::future::Shared</c>.</remarks>
public sealed class Shared<T> : IDisposable
{
    private readonly Lock gate = new();
    private readonly Future<T> inner;
    private readonly List<Reader> asking = [];
    private Result<T> result;
    private bool completed;
    private Future<T>? polling;
    private Future<T>? ender;
    private int owners = 1;
    private bool disposed;

    internal Shared(Future<T> inner) => this.inner = inner;

    /// <summary>For <c>await</c>, any number of times.</summary>
    public FutureAwaiter<T> GetAwaiter() => Clone().GetAwaiter();

    /// <summary>One more reader, for a combinator or a task.</summary>
    public Future<T> Clone()
    {
        lock (gate)
            owners++;
        return new Reader(this);
    }

    /// <summary>Gives up this way to make readers.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Release();
    }

    private void Release()
    {
        lock (gate)
        {
            if (--owners > 0 || completed)
                return;
        }

        inner.Drop();
    }

    private Poll PollFor(Reader reader, Waker waker)
    {
        lock (gate)
        {
            if (completed)
                return Poll.Ready;
            if (polling != reader)
                Register(reader, waker);
            if (polling is not null && polling != reader)
                return Poll.Pending;
            polling = reader;
        }

        var poll = inner.PollInside(new Broadcast(this, waker));
        if (poll.IsBusy)
            return poll;
        List<Waker> woken = [];
        lock (gate)
        {
            polling = null;
            if (poll.IsReady)
            {
                result = inner.Take();
                completed = true;
                ender = reader;
                // A panic wakes nobody; who waits is woken if the computation has a wake coming still.
                if (result.Error is not PanicException)
                    woken = TakeWakers();
            }
        }

        foreach (var other in woken)
            other.Wake();
        return poll;
    }

    private void Register(Reader reader, Waker waker)
    {
        if (!asking.Contains(reader))
            asking.Add(reader);
        reader.Waker = waker;
    }

    private List<Waker> TakeWakers()
    {
        var wakers = new List<Waker>();
        foreach (var reader in asking)
        {
            if (reader.Waker is { } waker)
                wakers.Add(waker);
            reader.Waker = null;
        }

        return wakers;
    }

    private void WakeAll(ExecutorFaults faults)
    {
        List<Waker> woken;
        lock (gate)
            woken = TakeWakers();
        if (woken.Count > 1 && faults.Is(ExecutorFault.SharedWakesOneReader))
            woken = woken[..1];
        foreach (var waker in woken)
            waker.Wake();
    }

    private sealed class Broadcast(Shared<T> shared, Waker poller) : Waker(poller.Faults)
    {
        public override void Wake() => shared.WakeAll(Faults);

        // Then it wakes those too that have begun to read since.
        internal override void WakeLater()
        {
            if (!poller.TryKeep(this))
                Wake();
        }

        internal override bool TryKeep(Waker waker) => poller.TryKeep(waker);
    }

    private sealed class Reader(Shared<T> shared) : Future<T>
    {
        /// <summary>Whom to wake for this reader, until that is done.</summary>
        public Waker? Waker { get; set; }

        public override string Describe() => shared.inner.Describe();

        protected override Poll OnPoll(Waker waker)
        {
            var poll = shared.PollFor(this, waker);
            if (poll.IsReady)
            {
                if (shared.result.Error is { } error)
                    Fail(shared.ender != this && error is PanicException ? new PanicException(PanicException.Poisoned) : error);
                else
                    SetValue(shared.result.Value);
                shared.Release();
            }

            return poll;
        }

        // Nobody wakes a reader that is gone.
        protected override void OnDrop()
        {
            lock (shared.gate)
                shared.asking.Remove(this);
            shared.Release();
        }
    }
}
