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
    private readonly List<Waker> waiting = [];
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
            if (polling != reader && !waiting.Contains(waker))
                waiting.Add(waker);
            if (polling is not null && polling != reader)
                return Poll.Pending;
            polling = reader;
        }

        var poll = inner.PollInside(new Broadcast(this, waker));
        if (poll.IsBusy)
            return poll;
        Waker[] woken = [];
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
                {
                    woken = [.. waiting];
                    waiting.Clear();
                }
            }
        }

        foreach (var other in woken)
            other.Wake();
        return poll;
    }

    private void WakeAll(ExecutorFaults faults)
    {
        Waker[] woken;
        lock (gate)
        {
            woken = [.. waiting];
            waiting.Clear();
        }

        if (woken.Length > 1 && faults.Is(ExecutorFault.SharedWakesOneReader))
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

        protected override void OnDrop() => shared.Release();
    }
}
