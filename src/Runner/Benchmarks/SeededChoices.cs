using Conformance.Reference.Simulation;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Benchmarks;

/// <summary>A random schedule for a bare runtime.</summary>
internal sealed class SeededChoices : Choices
{
    private RandomSource source;

    /// <summary>Begins an execution.</summary>
    public void Begin(ulong seed) => source = new RandomSource(seed);

    /// <inheritdoc/>
    public override int Choose(ChoicePoint point, int options) => source.Next(options);
}
