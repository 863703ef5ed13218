using Conformance.Spec.Programs;

namespace Conformance.Implementations.Interpreting;

/// <summary>The <c>defer</c> blocks that a body has passed; they run last one first. Makes a list only when there is one.</summary>
internal struct Guards
{
    private Stack<Instruction>? passed;

    internal void Add(Instruction defer) => (passed ??= new Stack<Instruction>()).Push(defer);

    internal readonly bool TryTake(out Instruction defer)
    {
        if (passed is not null)
            return passed.TryPop(out defer!);
        defer = null!;
        return false;
    }
}
