using Conformance.Reference.Simulation;
using Conformance.Spec.Schedules;

namespace Conformance.Tests.Properties.Executor;

/// <summary>Any option, from a seed.</summary>
internal sealed class RandomChoices(ulong seed) : Choices
{
    private RandomSource source = new(seed);

    public override int Choose(ChoicePoint point, int options) => source.Next(options);
}
