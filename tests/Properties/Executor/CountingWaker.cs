using Conformance.Reference.Executor;

namespace Conformance.Tests.Properties.Executor;

/// <summary>Counts how often it was woken.</summary>
internal sealed class CountingWaker : Waker
{
    public int Wakes { get; private set; }

    public override void Wake() => Wakes++;
}
