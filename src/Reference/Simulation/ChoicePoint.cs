namespace Conformance.Reference.Simulation;

/// <summary>What a choice is about.</summary>
public enum ChoicePoint
{
    /// <summary>Which actor takes the next step; option 0 goes on with the current one.</summary>
    Actor,

    /// <summary>Which ready task is polled next; option 0 is the head of the queue.</summary>
    Task,

    /// <summary>Which of several timers of one deadline fires first; option 0 is the one armed first.</summary>
    Timer,

    /// <summary>Which branch of a select is polled first.</summary>
    Branch,
}
