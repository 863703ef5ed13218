using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Short questions that many rules ask of an index.</summary>
internal static class Questions
{
    /// <summary>What a computation is.</summary>
    public static ComputationKind Kind(this TraceIndex index, int computation) => index.Code.Computations[computation].Kind;

    /// <summary>Whether a computation is a task, alone or of a join set.</summary>
    public static bool IsTask(this TraceIndex index, int computation) => index.Code.Computations[computation].IsTask;

    /// <summary>Whether its code runs on a thread off the executor or the loop: a job, what a job drives, or a worker.</summary>
    public static bool IsOffExecutor(this TraceIndex index, int computation)
    {
        if (index.Code.Computations[computation].IsOffLoop)
            return true;
        var task = index.Code.Tasks[computation];
        return task > 0 && index.Kind(task) == ComputationKind.Blocking;
    }

    /// <summary>The statement at which an event happened, or null for the events of a body as a whole.</summary>
    public static Instruction? Statement(this TraceIndex index, in Event item) => item.Site < 0 ? null : index.Code.Instructions[item.Site];

    /// <summary>The index of the first event of a computation's own code, or -1: a body starts, a probe is polled.</summary>
    public static int StartOf(this TraceIndex index, int computation) =>
        index.First(index.Kind(computation) == ComputationKind.Probe ? EventKind.PollBegin : EventKind.Started, computation);

    /// <summary>Whether its own code shows in the trace from its first poll on.</summary>
    public static bool ShowsStart(this TraceIndex index, int computation) =>
        index.Kind(computation) is ComputationKind.Async or ComputationKind.Probe;

    /// <summary>Whether the task of this handle runs its body, which nobody had polled before.</summary>
    public static bool RunsBody(this TraceIndex index, int handle) =>
        index.StartOf(index.Code.Computations[handle].Subject) is var start
        && (start < 0 || start > index.First(EventKind.Creating, handle));

    /// <summary>Whether an async body has begun and not ended before this event.</summary>
    public static bool IsUnderWay(this TraceIndex index, int computation, int at) =>
        index.Kind(computation) == ComputationKind.Async
        && index.Before(EventKind.Started, computation, at)
        && !index.Before(EventKind.Completed, computation, at)
        && !index.Before(EventKind.Cancelled, computation, at);

    /// <summary>Whether this end of a timeout is its own, not the error of the inner computation under the same text.</summary>
    public static bool IsElapsed(this TraceIndex index, in Event item, int at)
    {
        if (item.Outcome != Outcome.Error || item.Value.AsText != "elapsed")
            return false;
        var inner = item.Subject;
        while (index.Kind(inner) is ComputationKind.Handle or ComputationKind.Shared)
            inner = index.Code.Computations[inner].Subject;
        return !index.Before(EventKind.Completed, inner, at);
    }

    /// <summary>Whether a timer of an eager runtime is armed by what this event tells: a timer or a sleep is made, or a statement begins to wait for one of its own.</summary>
    public static bool ArmsTimer(this TraceIndex index, in Event item) =>
        item.Kind switch
        {
            EventKind.Creating => index.Kind(item.Subject) is ComputationKind.Timer or ComputationKind.Sleep,
            EventKind.Awaiting => index.Statement(in item) is { Op: Op.Sleep or Op.Timeout },
            _ => false,
        };

    /// <summary>Whether a value was received right before this is told: not on threads that no schedule controls.</summary>
    public static bool ReceivesExactly(this TraceIndex index) => index.Trace.Runtime.Controlled || index.HasOneThread();

    /// <summary>Whether one thread runs all async code, what jobs drive included.</summary>
    public static bool HasOneThread(this TraceIndex index) => index.Trace.Runtime.Workers <= 1 && !index.Code.Has(Op.BlockOn);

    /// <summary>Whether a paused clock is told here to move.</summary>
    public static bool MovesClock(this TraceIndex index, in Event item) =>
        item.Kind == EventKind.Awaiting && index.Statement(in item) is { Op: Op.Advance };

    /// <summary>Whether a callback ends here with an error, which nobody awaits.</summary>
    public static bool IsUncaught(this TraceIndex index, in Event item) =>
        item is { Kind: EventKind.Completed, Outcome: Outcome.Error }
        && index.Kind(item.Computation)
            is ComputationKind.Timer
                or ComputationKind.Immediate
                or ComputationKind.NextTick
                or ComputationKind.Microtask;

    /// <summary>Whether the main body still runs at this event: what happens later is the shutdown.</summary>
    public static bool IsBeforeEnd(this TraceIndex index, int at) => !index.Before(EventKind.Completed, 0, at);

    /// <summary>An array of at least that size whose first places hold that value.</summary>
    public static void Reset<T>(ref T[] array, int size, T value)
    {
        if (array.Length < size)
            array = new T[size * 2];
        array.AsSpan(0, size).Fill(value);
    }
}
