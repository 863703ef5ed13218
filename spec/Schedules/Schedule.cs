using Conformance.Spec.Programs;

namespace Conformance.Spec.Schedules;

/// <summary>Every choice a runtime was free to make in one execution, in order: recorded, replayable, shrinkable.</summary>
/// <param name="Choices">The options taken. Choices with a single option are not recorded; missing ones at the end are 0.</param>
public sealed record Schedule(Sequence<int> Choices)
{
    /// <summary>The runtime's own order throughout.</summary>
    public static Schedule Natural { get; } = new(Sequence<int>.Empty);

    /// <inheritdoc/>
    public override string ToString() => Choices.Count == 0 ? "natural" : string.Join(',', Choices);
}
