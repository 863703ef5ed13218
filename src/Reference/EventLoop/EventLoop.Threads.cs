namespace Conformance.Reference.EventLoop;

/// <content>What goes on beside the loop's thread.</content>
public sealed partial class EventLoop
{
    /// <summary>Runs a function on a thread of the pool. Jobs start in the order in which they were submitted.</summary>
    public Promise<T> Offload<T>(Func<T> function) => Offload(new FunctionJob<T>(function));

    /// <summary>Runs a job on a thread of the pool. Jobs start in the order in which they were submitted.</summary>
    public Promise<T> Offload<T>(PoolJob<T> job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var promise = new Promise<T>(this);
        job.Promise = promise;
        pool.Submit(job);
        return promise;
    }

    /// <summary>
    /// A network round trip that brings a value back: no thread waits for it, so it ends also while every thread of the pool is busy. The
    /// network is a clock here: the answer arrives after that time.
    /// </summary>
    /// <param name="value">What comes back.</param>
    /// <param name="milliseconds">After how long, at least 0.</param>
    public Promise<T> Echo<T>(T value, long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        if (Faults.Is(EventLoopFault.EchoUsesThePool))
            return Offload(new HoldingJob<T>(value, milliseconds));
        var promise = new Promise<T>(this);
        pool.Expect(Now + milliseconds, new Answer<T>(promise, value));
        return promise;
    }

    /// <summary>Starts a worker: a function on a thread of its own, with a port for messages in both directions.</summary>
    /// <param name="body">Gets the worker's end of the port. What it throws ends the worker and rejects its <see cref="Worker.Exit"/>.</param>
    public Worker<T> StartWorker<T>(Action<WorkerPort<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartWorker(new FunctionScript<T>(body));
    }

    /// <summary>Starts a worker that takes its steps one by one: it can be stopped between them, and while one holds the thread.</summary>
    public Worker<T> StartWorker<T>(WorkerScript<T> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var worker = new Worker<T>(this, pool, script);
        pool.Begin(worker);
        return worker;
    }
}
