using Conformance.Spec.Model;

namespace Conformance.Spec.Schedules;

/// <summary>Every schedule of a program, one an execution: a depth-first walk through the tree of its choices, the runtime's own order first.</summary>
/// <remarks>For small programs: the number of schedules grows exponentially with the number of choices.</remarks>
public sealed class Exhaustive : Strategy
{
    private readonly Oracle walk = new();

    /// <inheritdoc/>
    public override void Begin(ulong seed) => walk.Rewind();

    /// <inheritdoc/>
    public override int Choose(ChoiceKind kind, int options) => walk.Choose(options);

    /// <summary>Goes on to the next schedule, after an execution; false when that was the last.</summary>
    public bool MoveNext() => walk.MoveNext();
}
