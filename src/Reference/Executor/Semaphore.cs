namespace Conformance.Reference.Executor;

/// <summary>A number of permits that tasks take and give back. Whoever waits for some is served in turn: nobody overtakes, however few it wants.</summary>
/// <remarks>May be used from any thread. Tokio: <c>sync::Semaphore</c>, whose permits are forgotten here: the program itself gives them back.</remarks>
public sealed class Semaphore
{
    private readonly LinkedList<Acquiring> queue = [];
    private readonly object gate;
    private readonly Runtime runtime;
    private int free;
    private bool closed;

    internal Semaphore(Runtime runtime, int permits)
    {
        this.runtime = runtime;
        gate = runtime.Gate ?? new object();
        free = permits;
    }

    /// <summary>How many permits nobody has, those included that the first in the queue is collecting.</summary>
    public int Available
    {
        get
        {
            lock (gate)
                return free;
        }
    }

    /// <summary>
    /// Takes permits, at the first poll if there are enough and nobody waits. Otherwise that poll puts it into the queue. Dropping it
    /// takes it out again; what it had been given then goes to those behind it. An operation on the budget of its task's poll.
    /// </summary>
    /// <param name="permits">How many, at least 1.</param>
    public Future Acquire(int permits = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        return new Acquiring(this, permits);
    }

    /// <summary>Gives permits, to those in the queue first.</summary>
    /// <param name="permits">How many, at least 1.</param>
    public void Release(int permits = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        Give(permits);
    }

    /// <summary>Whoever waits for permits fails with <see cref="SemaphoreClosedException"/>, and whoever asks for some from now on, those included that had been given some and were not polled since.</summary>
    internal void Close()
    {
        Acquiring[] waiting;
        lock (gate)
        {
            closed = true;
            waiting = [.. queue];
            queue.Clear();
        }

        foreach (var acquiring in waiting)
            acquiring.Waker!.Wake();
    }

    private void Give(int permits)
    {
        var served = new List<Waker>();
        lock (gate)
        {
            free += permits;
            Serve(served);
        }

        foreach (var waker in served)
            waker.Wake();
    }

    private void Serve(List<Waker> served)
    {
        var left = free;
        while (queue.First is { Value: var first } && first.Permits <= left)
        {
            left -= first.Permits;
            served.Add(first.Waker!);
            // The fault: whoever is first is told that there are permits, and has to be quick.
            if (runtime.Faults.Is(ExecutorFault.SemaphoreBarges))
                return;
            first.IsServed = true;
            queue.RemoveFirst();
            free = left;
        }
    }

    private sealed class Acquiring(Semaphore semaphore, int permits) : Future
    {
        public int Permits => permits;

        /// <summary>Whom to wake; null before it is in the queue.</summary>
        public Waker? Waker { get; private set; }

        /// <summary>Whether it has its permits.</summary>
        public bool IsServed { get; set; }

        public override string Describe() => "a permit";

        protected override Poll OnPoll(Waker waker)
        {
            if (semaphore.runtime.IsSpent)
            {
                waker.Wake();
                return Poll.Pending;
            }

            lock (semaphore.gate)
            {
                if (semaphore.closed)
                {
                    Fail(new SemaphoreClosedException());
                }
                else if (!IsServed && !TryTake())
                {
                    if (Waker is null)
                        semaphore.queue.AddLast(this);
                    Waker = waker;
                    return Poll.Pending;
                }
            }

            semaphore.runtime.Spend();
            return Poll.Ready;
        }

        protected override void OnDrop()
        {
            if (Waker is null)
                return;
            int given;
            lock (semaphore.gate)
            {
                given = IsServed ? permits : 0;
                semaphore.queue.Remove(this);
            }

            if (given == 0 || !semaphore.runtime.Faults.Is(ExecutorFault.DroppedAcquireKeepsPermits))
                semaphore.Give(given);
        }

        private bool TryTake()
        {
            if (semaphore.free < permits || (semaphore.queue.Count > 0 && !semaphore.runtime.Faults.Is(ExecutorFault.SemaphoreBarges)))
                return false;
            semaphore.free -= permits;
            semaphore.queue.Remove(this);
            return true;
        }
    }
}
