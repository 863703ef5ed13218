namespace Conformance.Spec.Traces;

/// <summary>
/// What a program could have logged itself at a point of its own code. Kinds ending in -ing come before the thing,
/// so that the order of the log is a legal order of the execution (cause before effect), on many threads too.
/// </summary>
public enum EventKind : byte
{
    /// <summary>First thing a body does. Computation = Subject = the body.</summary>
    Started,

    /// <summary>Last thing a body does before it returns or throws; the outcome and value say which. Computation = Subject = the body.</summary>
    Completed,

    /// <summary>A suspended body was dropped: its guard ran though it never completed. An acquire or a notified: before it leaves its queue. Computation = Subject = the body.</summary>
    Cancelled,

    /// <summary>A <c>log</c> statement; the value is the printed line.</summary>
    Log,

    /// <summary>Before a computation is made: called, constructed, spawned, armed, registered. Subject = the new one.</summary>
    Creating,

    /// <summary>Control came back to the maker. Subject = the new one.</summary>
    Created,

    /// <summary>Before an await, a sleep, a yield, a combinator or a timeout. Subject = the awaited one, -1 for several or none: see the site.</summary>
    Awaiting,

    /// <summary>Control came back from it, with an outcome and a value. Same site and subject as its Awaiting.</summary>
    Resumed,

    /// <summary>A <c>compute</c> begins to hold the thread.</summary>
    ComputeBegin,

    /// <summary>A <c>compute</c> ended.</summary>
    ComputeEnd,

    /// <summary>A <c>defer</c> block begins to run; its logs follow.</summary>
    DeferRan,

    /// <summary>Before <c>resolve</c>; value = with what, unit when with a computation: see the site.</summary>
    Resolving,

    /// <summary>Control came back from <c>resolve</c>.</summary>
    Resolved,

    /// <summary>Before <c>reject</c>; value = the message.</summary>
    Rejecting,

    /// <summary>Control came back from <c>reject</c>.</summary>
    Rejected,

    /// <summary>Before <c>abort</c> of a task or a controller.</summary>
    Aborting,

    /// <summary>Control came back from <c>abort</c>.</summary>
    Aborted,

    /// <summary>Before <c>drop</c> (lazy) or <c>clear</c> (eager).</summary>
    Dropping,

    /// <summary>Control came back from <c>drop</c> or <c>clear</c>.</summary>
    Dropped,

    /// <summary>Before <c>wake</c> of a probe, by a statement or by the probe itself while it is polled.</summary>
    Waking,

    /// <summary>Control came back from <c>wake</c>.</summary>
    Woken,

    /// <summary>Before <c>release</c> of a semaphore.</summary>
    Releasing,

    /// <summary>Control came back from <c>release</c>.</summary>
    Released,

    /// <summary>Before <c>notify-one</c> or <c>notify-waiters</c>: see the site.</summary>
    Notifying,

    /// <summary>Control came back from <c>notify-one</c> or <c>notify-waiters</c>.</summary>
    Notified,

    /// <summary>Before <c>post</c>, by the worker or to it; value = the message, unit for a computation. Subject = the worker.</summary>
    Posting,

    /// <summary>Control came back from <c>post</c>.</summary>
    Posted,

    /// <summary>Before <c>terminate</c> of a worker.</summary>
    Terminating,

    /// <summary>Control came back from <c>terminate</c>.</summary>
    Terminated,

    /// <summary>The poll of a probe, an acquire, a notified or a send begins. Computation = Subject = that leaf; value = the how-manieth, from 1.</summary>
    PollBegin,

    /// <summary>The poll of a leaf ends, outcome Pending or Value, of a send into a closed channel Error.</summary>
    PollEnd,

    /// <summary>The runtime reported a rejection that nobody handled (eager). Subject = the promise.</summary>
    Unhandled,

    /// <summary>Before <c>exit</c> (eager). Only listeners for the end of the program run after it.</summary>
    Exiting,
}
