namespace Conformance.Spec.Schedules;

/// <summary>Every option of every choice equally likely, from a seed.</summary>
public sealed class RandomWalk : Strategy
{
    private RandomSource source;

    /// <inheritdoc/>
    public override void Begin(ulong seed) => source = new RandomSource(seed);

    /// <inheritdoc/>
    public override int Choose(ChoiceKind kind, int options) => source.Next(options);
}
