namespace Conformance.Spec.Schedules;

/// <summary>What a free choice is about.</summary>
public enum ChoiceKind
{
    /// <summary>Which actor (worker, pool thread, main thread) takes the next step; option 0 goes on with the current one.</summary>
    Actor,

    /// <summary>Which ready task is polled next; option 0 is the runtime's own order.</summary>
    Task,

    /// <summary>Which of several timers of one deadline fires first.</summary>
    Timer,

    /// <summary>Which branch of a select is polled first.</summary>
    Branch,
}
