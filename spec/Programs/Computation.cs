namespace Conformance.Spec.Programs;

/// <summary>One computation of a program: everything that can be known of it before it runs. Each runs at most once.</summary>
public sealed class Computation
{
    /// <summary>Its number: 0 for the main body, then in the order of the text.</summary>
    public required int Id { get; init; }

    /// <summary>Its name in the program; <c>main</c> for the main body.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required ComputationKind Kind { get; init; }

    /// <summary>The computation whose body makes it, -1 for the main body.</summary>
    public required int Parent { get; init; }

    /// <summary>The program point that makes it, -1 for the main body.</summary>
    public required int Site { get; init; }

    /// <summary>The computation it is about, or -1: what is spawned or shared, what is reacted or listened to, the worker whose message is handled, the signal of an abortable sleep, the semaphore or notify that is waited for, the channel that is sent into.</summary>
    public int Subject { get; init; } = -1;

    /// <summary>What an any-signal follows, in order; else none.</summary>
    public int[] Sources { get; init; } = [];

    /// <summary>The controllers whose abort aborts this signal; none of what is no signal.</summary>
    public int[] Controllers { get; init; } = [];

    /// <summary>The join set that a task is a member of, or -1.</summary>
    public int Set { get; init; } = -1;

    /// <summary>The worker on whose thread its body runs: a worker's own number, or that of the worker a handler is in; else -1.</summary>
    public int Worker { get; init; } = -1;

    /// <summary>Whether its body runs on another thread than the loop's or the executor's.</summary>
    public bool IsOffLoop => Kind == ComputationKind.Blocking || Worker >= 0;

    /// <summary>The variables that a worker gets copies of when it is made.</summary>
    public IReadOnlyList<VariableCopy> Copies { get; internal set; } = [];

    /// <summary>The delay of a sleep, a timer or an echo, in time units.</summary>
    public long Duration { get; init; }

    /// <summary>What an interval does about ticks that it missed.</summary>
    public MissedTicks Missed { get; init; }

    /// <summary>How many permits a semaphore has at first, an acquire takes; a channel has one for each value that it has room for, a send takes one.</summary>
    public int Permits { get; init; }

    /// <summary>What a send sends; else unit.</summary>
    public Value Sent { get; init; }

    /// <summary>How often a probe is pending.</summary>
    public int Pending { get; init; }

    /// <summary>How often a probe wakes its task each time it is pending.</summary>
    public int Wakes { get; init; }

    /// <summary>How often a probe takes and returns a permit before it is ready, each time an operation on the budget of its task's poll.</summary>
    public int Cycles { get; init; }

    /// <summary>The variable that the parameter of a reaction or a listener binds, or -1.</summary>
    public int Parameter { get; init; } = -1;

    /// <summary>
    /// The program point that uses it up in the lazy dialect, or -1 when none does. A lazy future has one owner
    /// at a time, so the text alone says who polls it: the owner of this point.
    /// </summary>
    public int Consumer { get; internal set; } = -1;

    /// <summary>Its body; empty when it has none.</summary>
    public Instruction[] Body { get; internal set; } = [];

    /// <summary>Whether it is a task: what is spawned, alone or in a join set.</summary>
    public bool IsTask => Kind is ComputationKind.Handle or ComputationKind.Member;

    /// <summary>Whether it is a leaf future that logs its polls.</summary>
    public bool IsLeaf => Kind is ComputationKind.Probe or ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
