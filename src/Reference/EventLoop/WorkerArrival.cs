namespace Conformance.Reference.EventLoop;

/// <summary>A message or the exit of a worker, on its way to the loop.</summary>
internal abstract class WorkerArrival(Worker worker) : IArrival
{
    internal Worker Worker => worker;

    /// <summary>Whether the queues are not drained between this and the next one.</summary>
    internal bool IsWithNext { get; private set; }

    /// <summary>
    /// Puts in order what a poll phase delivers: what is left of a worker whose exit is there too comes together, in one callback, as in
    /// Node.js (lib/internal/worker.js: kOnExit drains the ports).
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
            {
                arrivals.Enqueue(item);
            }
            else if (arranged.Add(worker))
            {
                var all = items.OfType<WorkerArrival>().Where(other => other.Worker == worker).ToList();
                var together = exiting.Contains(worker) || (all.Count > 1 && faults.Is(EventLoopFault.MessagesWithoutDrain));
                if (all.Count > 1 && faults.Is(EventLoopFault.NewestMessageFirst))
                    all.Reverse(0, all[^1] is WorkerExit ? all.Count - 1 : all.Count);
                for (var i = 0; i < all.Count; i++)
                {
                    all[i].IsWithNext = together && i + 1 < all.Count;
                    arrivals.Enqueue(all[i]);
                }
            }
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
