using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>A worker that exchanges messages of one type. Messages are not copied here: use values that nobody changes.</summary>
public sealed class Worker<T> : Worker
{
    private readonly WorkerScript<T> script;
    private readonly WorkerPool pool;
    private readonly Queue<T> inbox = new();

    internal Worker(EventLoop loop, WorkerPool pool, WorkerScript<T> script)
        : base(loop, pool)
    {
        this.pool = pool;
        this.script = script;
        script.Poster = message => pool.Receive(new Message<T>(this, message));
    }

    /// <summary>Called on the loop's thread for each message of the worker, in the order of posting, in a callback of its own; a message that finds none is lost.</summary>
    /// <remarks>
    /// Those that are not delivered yet when the worker's end is noticed come in one callback with its exit, the queues not drained in between:
    /// that is how Node.js does it (lib/internal/worker.js, kOnExit drains the ports).
    /// </remarks>
    public Action<T>? OnMessage { get; set; }

    internal override bool Listens => script.Listens;

    /// <summary>Sends a message to the worker; it never arrives when the worker has ended.</summary>
    public void Post(T message)
    {
        lock (inbox)
            inbox.Enqueue(message);
        pool.Wake(this);
    }

    internal override WorkStep Step() => script.Step();

    internal override bool TakeMessage()
    {
        lock (inbox)
        {
            if (!inbox.TryDequeue(out var message))
                return false;
            script.Receive(message);
            return true;
        }
    }
}
