namespace Conformance.Spec.Programs;

/// <summary>What one <see cref="Instruction"/> does.</summary>
public enum Op
{
    /// <summary>Emits <see cref="Instruction.Text"/> and the values of <see cref="Instruction.Arguments"/>.</summary>
    Log,

    /// <summary>Sets the counter <see cref="Instruction.Variable"/> to <see cref="Instruction.Number"/>.</summary>
    Let,

    /// <summary>Adds <see cref="Instruction.Number"/> to the counter <see cref="Instruction.Variable"/>.</summary>
    Add,

    /// <summary>Makes the computation <see cref="Instruction.Target"/>; its kind says how.</summary>
    Create,

    /// <summary>Awaits <see cref="Instruction.Target"/> into <see cref="Instruction.Variable"/>.</summary>
    Await,

    /// <summary>Sleeps for <see cref="Instruction.Number"/>, abortable by the controller <see cref="Instruction.Target"/> if not -1.</summary>
    Sleep,

    /// <summary>Gives way once.</summary>
    Yield,

    /// <summary>Holds the thread for <see cref="Instruction.Number"/>.</summary>
    Compute,

    /// <summary>Combines <see cref="Instruction.Targets"/> by <see cref="Instruction.Combinator"/>, awaits, binds.</summary>
    Combine,

    /// <summary>
    /// Decides which branches of a select are enabled, by <see cref="Instruction.Arguments"/>; their expressions follow, each ended by a
    /// <see cref="Branch"/>, then the <see cref="Combine"/> at <see cref="Instruction.Jump"/>.
    /// </summary>
    EnterSelect,

    /// <summary>Gives <see cref="Instruction.Target"/> to the select that it stands in.</summary>
    Branch,

    /// <summary>Awaits <see cref="Instruction.Target"/> for at most <see cref="Instruction.Number"/>, binds.</summary>
    Timeout,

    /// <summary>Ends the body with the value of the first argument, or with the computation <see cref="Instruction.Target"/> if not -1 (adoption).</summary>
    Return,

    /// <summary>Throws the error <see cref="Instruction.Text"/>.</summary>
    Throw,

    /// <summary>Panics with <see cref="Instruction.Text"/>.</summary>
    Panic,

    /// <summary>From here to the matching <see cref="LeaveTry"/> an error continues at <see cref="Instruction.Jump"/> with its message in <see cref="Instruction.Variable"/>.</summary>
    EnterTry,

    /// <summary>Leaves the innermost try and continues at <see cref="Instruction.Jump"/>.</summary>
    LeaveTry,

    /// <summary>Posts the first argument to the worker <see cref="Instruction.Target"/>, or from it; fails when it is the computation <see cref="Instruction.Adopted"/>.</summary>
    Post,

    /// <summary>Stops the worker <see cref="Instruction.Target"/>.</summary>
    Terminate,

    /// <summary>Registers <see cref="Instruction.Body"/> to run when this body is left.</summary>
    Defer,

    /// <summary>Resolves <see cref="Instruction.Target"/> with the first argument, or with the computation <see cref="Instruction.Adopted"/> if not -1.</summary>
    Resolve,

    /// <summary>Rejects <see cref="Instruction.Target"/> with <see cref="Instruction.Text"/>.</summary>
    Reject,

    /// <summary>Aborts <see cref="Instruction.Target"/>; a controller for the reason <see cref="Instruction.Text"/>.</summary>
    Abort,

    /// <summary>Drops <see cref="Instruction.Target"/>.</summary>
    Drop,

    /// <summary>Wakes through the probe <see cref="Instruction.Target"/>.</summary>
    Wake,

    /// <summary>Gives <see cref="Instruction.Number"/> permits to the semaphore <see cref="Instruction.Target"/>.</summary>
    Release,

    /// <summary>Notifies the first that waits for <see cref="Instruction.Target"/>, or the next.</summary>
    NotifyOne,

    /// <summary>Notifies all that wait for <see cref="Instruction.Target"/>.</summary>
    NotifyWaiters,

    /// <summary>Clears the timer or immediate <see cref="Instruction.Target"/>: it never runs if it has not begun.</summary>
    Clear,

    /// <summary>Awaits what comes next of <see cref="Instruction.Target"/> into <see cref="Instruction.Variable"/>.</summary>
    Next,

    /// <summary>Ends the program.</summary>
    Exit,

    /// <summary>Moves a paused clock on by <see cref="Instruction.Number"/> and gives way once.</summary>
    Advance,

    /// <summary>Hands the worker over; the statements that follow and are <see cref="Instruction.InPlace"/> hold the thread.</summary>
    EnterInPlace,

    /// <summary>Drives <see cref="Instruction.Target"/> on this thread until it ends, into <see cref="Instruction.Variable"/>.</summary>
    BlockOn,
}
