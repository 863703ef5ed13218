using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>A job that only holds its thread: how a network round trip looks when a fault gives it to the pool.</summary>
internal sealed class HoldingJob<T>(T value, long milliseconds) : PoolJob<T>
{
    protected override T Result => value;

    public override WorkStep Step() => new(Done: true, milliseconds);
}
