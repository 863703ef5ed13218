namespace Conformance.Spec.Model.Lazy;

/// <content>The state of tasks and of the futures that they are made of.</content>
internal sealed partial class LazyMachine
{
    private enum Mode : byte
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

    private enum Answer : byte
    {
        None,
        Pending,
        Ready,
    }

    private struct Task
    {
        public Mode Mode;
        public bool IsWoken;

        /// <summary>Whether it may have been woken once more than it was polled for.</summary>
        public bool MayBeWoken;

        public short Thread;

        /// <summary>Whether its poll has handed its worker over.</summary>
        public bool HasNoWorker;

        /// <summary>Whether it has blocked in place and had its worker all the same.</summary>
        public bool KeepsWorker;

        /// <summary>The task that it woke or spawned last in this poll: the worker keeps it for itself.</summary>
        public int Slot;

        /// <summary>The thread of the worker that keeps it after the poll that scheduled it; 0 when none does. Counts only where queues are followed.</summary>
        public short KeptOn;
        public int Root;
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

        /// <summary>Which poll of any task it was woken in.</summary>
        public int WokenIn;

        /// <summary>The first turn of the driver that may have woken it, or never.</summary>
        public int NoticedAt;

        /// <summary>The moment since which it has certainly ended.</summary>
        public int EndedAt;

        /// <summary>On one worker, the last poll of any task in which it may have ended.</summary>
        public int EndedIn;
    }

    /// <summary>One computation as a part of the task that polls it.</summary>
    private struct Part
    {
        /// <summary>Who polls it, or -1.</summary>
        public int Parent;

        /// <summary>The task that polled it last, or -1.</summary>
        public int Task;

        /// <summary>Whom it wakes: a task or a shared computation, or -1.</summary>
        public int Waker;

        /// <summary>What the child that its statement polls has answered.</summary>
        public Answer Answer;

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
}
