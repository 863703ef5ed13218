using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Lazy;

/// <summary>What a future answered to a poll.</summary>
internal enum Answer : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It is not ready.</summary>
    Pending,

    /// <summary>Its result is there.</summary>
    Ready,
}

/// <summary>One future as a part of the task that polls it. A struct in an array, as <see cref="Task"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Part
{
    /// <summary>Who polls it, or -1.</summary>
    public int Parent;

    /// <summary>The task that polled it last, or -1.</summary>
    public int Task;

    /// <summary>Whom it wakes: a task or a shared computation, or -1.</summary>
    public int Waker;

    /// <summary>What the child that its statement polls has answered.</summary>
    public Answer Answer;

    /// <summary>In which poll of its task it was last pending; of a body or a set, also the one in which that last asked what is shared, or was asked.</summary>
    public int AskedIn;

    /// <summary>Which targets of its statement are shared and keep its waker, a bit each.</summary>
    public long Asking;

    /// <summary>Which targets of its statement are shared and have answered, a bit each.</summary>
    public long Answered;

    /// <summary>How often a probe was polled.</summary>
    public int Polls;

    /// <summary>How many of its cycles a probe has done.</summary>
    public int Cycles;

    /// <summary>Which child of its statement is polled.</summary>
    public int Index;

    /// <summary>Which child is polled first.</summary>
    public int Start;

    /// <summary>Which branches of its select with a block are enabled, a bit each.</summary>
    public long Enabled;

    /// <summary>How often its statement was polled and pending.</summary>
    public int Round;

    /// <summary>Whether every poll of its combinator has been seen.</summary>
    public bool IsCounted;

    /// <summary>Whether its result has been used up.</summary>
    public bool IsTaken;

    /// <summary>Whether its handle was aborted.</summary>
    public bool IsAborted;

    /// <summary>What it borrows while it is dropped: dropped in its turn among the guards.</summary>
    public int Owed;
}
