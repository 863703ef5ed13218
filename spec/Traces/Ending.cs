namespace Conformance.Spec.Traces;

/// <summary>How an execution ended as a whole.</summary>
public enum Ending
{
    /// <summary>Still running, or the adapter forgot to say.</summary>
    None,

    /// <summary>The program ended by itself.</summary>
    Completed,

    /// <summary>The main body failed: an uncaught error or panic.</summary>
    Failed,

    /// <summary>Nothing can run any more, yet the main body waits. The reason names who waits for whom. Eager programs may end so: a process with nothing left to do exits.</summary>
    Deadlock,

    /// <summary>The program ended itself with <c>exit</c> (eager): what was left never ran.</summary>
    Exited,

    /// <summary>A callback threw and nobody took the error, which is the reason (eager): what was left never ran.</summary>
    Crashed,

    /// <summary>The limit of steps was reached: the program or the runtime never ends.</summary>
    StepLimit,

    /// <summary>The runtime cannot express this program; the reason says what.</summary>
    Unsupported,

    /// <summary>The adapter or the runtime broke; the reason says how.</summary>
    AdapterError,
}
