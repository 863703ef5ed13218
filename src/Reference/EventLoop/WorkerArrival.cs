namespace Conformance.Reference.EventLoop;

/// <summary>A message or the exit of a worker, on its way to the loop.</summary>
internal abstract class WorkerArrival(Worker worker) : IArrival
{
    internal Worker Worker => worker;

    /// <summary>Whether the queues are not drained between this and the next one.</summary>
    internal bool IsWithNext { get; private set; }

    /// <summary>
    /// Puts in order what a poll phase delivers: all exits that are there come together, in one callback, each after what is left of its
    /// worker's messages, as in Node.js (src/env.cc, RunAndClearNativeImmediates; lib/internal/worker.js: kOnExit drains the ports).
    /// </summary>
    internal static void Arrange(Queue<IArrival> arrivals, FaultSwitch faults)
    {
        var items = arrivals.ToArray();
        arrivals.Clear();
        var exiting = items.OfType<WorkerExit>().Select(exit => exit.Worker).ToHashSet();
        var arranged = new HashSet<Worker>();
        foreach (var item in items)
        {
            if (item is not WorkerArrival { Worker: var worker })
                arrivals.Enqueue(item);
            else if (!arranged.Contains(worker))
                AddAll(arrivals, items, exiting.Contains(worker) ? exiting : [worker], arranged, faults);
        }
    }

    private static void AddAll(
        Queue<IArrival> arrivals,
        IArrival[] items,
        IReadOnlyCollection<Worker> workers,
        HashSet<Worker> arranged,
        FaultSwitch faults
    )
    {
        var all = new List<WorkerArrival>();
        foreach (var worker in workers)
        {
            var own = items.OfType<WorkerArrival>().Where(item => item.Worker == worker).ToList();
            if (own.Count > 1 && faults.Is(EventLoopFault.NewestMessageFirst))
                own.Reverse(0, own[^1] is WorkerExit ? own.Count - 1 : own.Count);
            all.AddRange(own);
            arranged.Add(worker);
        }

        var together = all[^1] is WorkerExit || (all.Count > 1 && faults.Is(EventLoopFault.MessagesWithoutDrain));
        for (var i = 0; i < all.Count; i++)
        {
            all[i].IsWithNext = together && i + 1 < all.Count;
            arrivals.Enqueue(all[i]);
        }
    }

    public abstract void Deliver();
}

internal sealed class Message<T>(Worker<T> worker, T value) : WorkerArrival(worker)
{
    public override void Deliver() => worker.OnMessage?.Invoke(value);
}

internal sealed class WorkerExit(Worker worker) : WorkerArrival(worker)
{
    public override void Deliver() => Worker.DeliverExit();
}
