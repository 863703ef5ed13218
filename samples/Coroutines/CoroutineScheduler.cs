namespace Coroutines;

/// <summary>
/// The runtime of this sample: coroutines as game engines have them. A coroutine is an iterator that runs until it yields how long it
/// wants to rest; nothing of it runs before it is started. Time is the scheduler's own and passes only while all rest.
/// </summary>
public sealed class CoroutineScheduler
{
    private readonly PriorityQueue<IEnumerator<long>, (long Time, long Order)> resting = new();
    private long order;

    /// <summary>The time, from 0.</summary>
    public long Now { get; private set; }

    /// <summary>Lets a coroutine begin after all that are due now.</summary>
    public void Start(IEnumerable<long> coroutine) => Rest(coroutine.GetEnumerator(), 0);

    /// <summary>Holds the thread: time passes and nothing else runs.</summary>
    public void Work(long duration) => Now += duration;

    /// <summary>Runs until nothing is left.</summary>
    public void Run()
    {
        while (resting.TryDequeue(out var coroutine, out var due))
        {
            Now = Math.Max(Now, due.Time);
            if (coroutine.MoveNext())
                Rest(coroutine, coroutine.Current);
            else
                coroutine.Dispose();
        }
    }

    private void Rest(IEnumerator<long> coroutine, long duration) => resting.Enqueue(coroutine, (Now + duration, order++));
}
