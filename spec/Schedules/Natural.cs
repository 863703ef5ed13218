namespace Conformance.Spec.Schedules;

/// <summary>Always the runtime's own order: what it does when nobody interferes.</summary>
public sealed class Natural : Strategy
{
    /// <inheritdoc/>
    public override void Begin(ulong seed) { }

    /// <inheritdoc/>
    public override int Choose(ChoiceKind kind, int options) => 0;
}
