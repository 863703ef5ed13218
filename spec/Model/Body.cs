using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>How far a computation has come.</summary>
internal enum Life : byte
{
    /// <summary>It has not begun.</summary>
    New,

    /// <summary>It runs or is suspended.</summary>
    Running,

    /// <summary>An error or panic that it does not catch is about to end it.</summary>
    Failing,

    /// <summary>It is about to be dropped while suspended.</summary>
    Cancelling,

    /// <summary>It has ended; its deferred blocks run.</summary>
    Leaving,

    /// <summary>Nothing of it will run any more.</summary>
    Over,
}

/// <summary>What one small step of a body came to.</summary>
internal enum Signal : byte
{
    /// <summary>Something that nobody sees.</summary>
    Silent,

    /// <summary>An event.</summary>
    Emitted,

    /// <summary>Something that only other threads may notice.</summary>
    Paused,

    /// <summary>The body cannot go on: it is suspended.</summary>
    Waiting,

    /// <summary>The body has been left.</summary>
    Left,
}

/// <summary>The state of one computation. A struct in an array, so that a configuration is copied in one go.</summary>
internal struct Body
{
    /// <summary>The position in its code.</summary>
    public int Pc;

    /// <summary>How far the current statement has come; 0 at its beginning.</summary>
    public byte Stage;

    /// <summary>How far the computation has come.</summary>
    public Life Life;

    /// <summary>How it ended.</summary>
    public Outcome Outcome;

    /// <summary>The value or message it ended with, or is about to resolve something with.</summary>
    public Value Value;

    /// <summary>The computation that it returned (eager), or -1.</summary>
    public int Adopted;

    /// <summary>The program point of the defer that is registered last, or -1.</summary>
    public int Guard;

    /// <summary>The position in that defer's block; -1 before it began.</summary>
    public int GuardAt;

    /// <summary>When the current compute ends.</summary>
    public long Until;

    /// <summary>On a real clock, when it emitted its last event; of what emits none, when it had been made.</summary>
    public long Seen;
}
