using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Lazy;

/// <summary>How far a task has come.</summary>
internal enum Mode : byte
{
    /// <summary>No task has this number, or it is not spawned yet.</summary>
    None,

    /// <summary>Between two polls.</summary>
    Idle,

    /// <summary>In a poll.</summary>
    Polling,

    /// <summary>Being dropped.</summary>
    Dropping,

    /// <summary>Completed or dropped.</summary>
    Done,
}

/// <summary>
/// A task: when it was woken and polled, and where. Moments count events, turns and polls are counted as in <see cref="LazyMachine"/>.
/// A struct in an array, so that a configuration is copied in one go.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Task
{
    /// <summary>How far it has come.</summary>
    public Mode Mode;

    /// <summary>Whether it is to be polled.</summary>
    public bool IsWoken;

    /// <summary>Whether it may have been woken once more than it was polled for.</summary>
    public bool MayBeWoken;

    /// <summary>The thread of its poll, or of the last one.</summary>
    public short Thread;

    /// <summary>Whether its poll has handed its worker over.</summary>
    public bool HasNoWorker;

    /// <summary>Whether it has blocked in place and had its worker all the same.</summary>
    public bool KeepsWorker;

    /// <summary>The task that it woke or spawned last in this poll: the worker keeps it for itself (the LIFO slot of tokio, runtime/scheduler/multi_thread/worker.rs).</summary>
    public int Slot;

    /// <summary>The thread of the worker that keeps it after the poll that scheduled it; 0 when none does. Counts only where queues are followed.</summary>
    public short KeptOn;

    /// <summary>The future that it polls.</summary>
    public int Root;

    /// <summary>The future inside it whose code runs in this poll, or -1.</summary>
    public int Current;

    /// <summary>Whether it was aborted between two polls, on threads of the machine: the next one may have begun before that.</summary>
    public bool MayHaveBegun;

    /// <summary>Whether something woke it though it was to be polled already: on threads of the machine that poll may have begun.</summary>
    public bool WasWokenAgain;

    /// <summary>Whether it was woken before it was aborted.</summary>
    public bool WasWoken;

    /// <summary>How many operations are left to its poll.</summary>
    public int Budget;

    /// <summary>The moment of its last event, or of the wake that ended its rest: what it does before its next event comes after that.</summary>
    public int Since;

    /// <summary>The last moment at which something ended that its poll had just looked for; its next poll comes after that.</summary>
    public int Missed;

    /// <summary>The moment at which its poll began, at the earliest.</summary>
    public int Began;

    /// <summary>The number of its poll, or of the last one: no two polls have the same.</summary>
    public int Poll;

    /// <summary>Which poll of any task it was woken in.</summary>
    public int WokenIn;

    /// <summary>The first turn of the driver that may have woken it, or never.</summary>
    public int NoticedAt;

    /// <summary>The moment since which it has certainly ended.</summary>
    public int EndedAt;

    /// <summary>On one worker, the last poll of any task in which it may have ended.</summary>
    public int EndedIn;
}
