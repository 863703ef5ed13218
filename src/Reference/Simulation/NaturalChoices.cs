namespace Conformance.Reference.Simulation;

/// <summary>Always the runtime's own order.</summary>
public sealed class NaturalChoices : Choices
{
    /// <inheritdoc/>
    public override int Choose(ChoicePoint point, int options) => 0;
}
