namespace Conformance.Spec.Litmus;

/// <summary>What a runtime or an execution must be like for a litmus test to be judged.</summary>
public enum Need
{
    /// <summary><c>single-thread</c>: one thread runs async code.</summary>
    SingleThread,

    /// <summary><c>multi-thread</c>: several threads run async code.</summary>
    MultiThread,

    /// <summary><c>virtual-clock</c>: computing takes its time, timers fire exactly, and nothing else takes any.</summary>
    VirtualClock,

    /// <summary><c>paused-clock</c>: the clock moves when it is told to, and when nothing else can happen.</summary>
    PausedClock,

    /// <summary><c>natural</c>: the runtime made each choice in the order it has of itself.</summary>
    Natural,
}
