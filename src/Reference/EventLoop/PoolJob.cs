using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>A job of the pool: derive from <see cref="PoolJob{T}"/>.</summary>
public abstract class PoolJob : Work, IArrival
{
    private protected PoolJob() { }

    /// <summary>What a step threw: the job's failure.</summary>
    internal Exception? Error { get; set; }

    /// <summary>Settles the promise of the job, on the loop's thread.</summary>
    internal abstract void Deliver();

    void IArrival.Deliver() => Deliver();
}

/// <summary>A job off the loop's thread, as a sequence of steps. What a step throws rejects the promise of <see cref="EventLoop.Offload{T}(PoolJob{T})"/>.</summary>
public abstract class PoolJob<T> : PoolJob
{
    /// <summary>The value, after the last step.</summary>
    protected abstract T Result { get; }

    internal Promise<T> Promise { get; set; } = null!;

    internal override void Deliver()
    {
        if (Error is null)
            Promise.Fulfil(Result);
        else
            Promise.RejectWith(Error);
    }
}

/// <summary>A plain function as a job of one step.</summary>
internal sealed class FunctionJob<T>(Func<T> function) : PoolJob<T>
{
    private T result = default!;

    protected override T Result => result;

    public override WorkStep Step()
    {
        result = function();
        return new WorkStep(Done: true, Hold: 0);
    }
}
