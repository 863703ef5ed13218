using Conformance.Reference.Simulation;
using Conformance.Spec.Schedules;

namespace Conformance.Implementations.Interpreting;

/// <summary>Lets a schedule of the spec make the choices of a reference runtime.</summary>
internal sealed class ScheduledChoices : Choices
{
    /// <summary>The scheduler of the current execution.</summary>
    public Scheduler Scheduler { get; set; } = null!;

    /// <inheritdoc/>
    public override int Choose(ChoicePoint point, int options) => Scheduler.Choose((ChoiceKind)point, options);
}
