namespace Conformance.Reference.Executor;

/// <summary>Wakes tasks that wait for something to happen, one or all of them, in the order in which they began to wait.</summary>
/// <remarks>May be used from any thread. Tokio: <c>sync::Notify</c>.</remarks>
public sealed class Notify
{
    private readonly LinkedList<Waiting> queue = [];
    private readonly object gate;
    private readonly Runtime runtime;
    private int stored;
    private long calls;

    internal Notify(Runtime runtime)
    {
        this.runtime = runtime;
        gate = runtime.Gate ?? new object();
    }

    /// <summary>
    /// Ends when it is notified; in the queue from its first poll on. Dropping it takes it out again; when <see cref="NotifyOne"/> had
    /// chosen it, the next one is notified instead.
    /// </summary>
    public Future Notified()
    {
        lock (gate)
            return new Waiting(this, calls);
    }

    /// <summary>Notifies the first in the queue. When nobody is there, the next to be polled for the first time ends at once; however often this was called, only one does.</summary>
    public void NotifyOne()
    {
        Waker? waker;
        lock (gate)
            waker = NotifyFirst();
        waker?.Wake();
    }

    /// <summary>Notifies everybody in the queue, and those that have been made but not polled yet. What is made later is not notified.</summary>
    public void NotifyWaiters()
    {
        var woken = new List<Waker>();
        lock (gate)
        {
            calls++;
            if (queue.Count == 0 && runtime.Faults.Is(ExecutorFault.NotifyWaitersStores))
                stored = 1;
            foreach (var waiting in queue)
            {
                waiting.Cause = Cause.All;
                woken.Add(waiting.Waker!);
            }

            queue.Clear();
        }

        foreach (var waker in woken)
            waker.Wake();
    }

    private Waker? NotifyFirst()
    {
        if (queue.First is not { } first)
        {
            stored = runtime.Faults.Is(ExecutorFault.NotifyOneCounts) ? stored + 1 : 1;
            return null;
        }

        queue.RemoveFirst();
        first.Value.Cause = Cause.One;
        return first.Value.Waker;
    }

    private enum Cause : byte
    {
        None,
        One,
        All,
    }

    private sealed class Waiting(Notify notify, long callsBefore) : Future
    {
        /// <summary>Whom to wake; null before the first poll.</summary>
        public Waker? Waker { get; private set; }

        /// <summary>What notified it.</summary>
        public Cause Cause { get; set; }

        public override string Describe() => "a notification";

        protected override Poll OnPoll(Waker waker)
        {
            lock (notify.gate)
            {
                if (Waker is null ? Begin() : Cause != Cause.None)
                    return Poll.Ready;
                Waker = waker;
                return Poll.Pending;
            }
        }

        protected override void OnDrop()
        {
            Waker? next = null;
            lock (notify.gate)
            {
                if (Cause == Cause.One)
                    next = notify.NotifyFirst();
                else if (Waker is not null)
                    notify.queue.Remove(this);
            }

            next?.Wake();
        }

        /// <summary>Whether it was notified already; if not, it goes into the queue.</summary>
        private bool Begin()
        {
            if (notify.stored > 0)
            {
                notify.stored--;
                return true;
            }

            if (notify.calls != callsBefore)
                return true;
            notify.queue.AddLast(this);
            return false;
        }
    }
}
