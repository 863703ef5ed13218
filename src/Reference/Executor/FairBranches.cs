using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>The choices of a runtime that runs for real: its own order, but select begins with any branch (SplitMix64).</summary>
internal sealed class FairBranches : Choices
{
    private long state;

    public override int Choose(ChoicePoint point, int options)
    {
        if (point != ChoicePoint.Branch)
            return 0;
        var z = unchecked((ulong)Interlocked.Add(ref state, -0x61C8864680B583EB));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (int)((z >> 33) % (ulong)options);
    }
}
