using System.Runtime.CompilerServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>
/// The questions that rules ask of a whole trace, answered by arrays that one pass fills: for each computation the index
/// of its first event of a kind, or -1. Reused from trace to trace.
/// </summary>
public sealed class TraceIndex
{
    private static readonly int Kinds = Enum.GetValues<EventKind>().Length;
    private Analysis?[] analyses = [];
    private int[] first = [];
    private int computations;
    private long builds;

    /// <summary>The trace that is indexed.</summary>
    public Trace Trace { get; private set; } = null!;

    /// <summary>The program of the trace.</summary>
    public Code Code => Trace.Code;

    /// <summary>Indexes a trace, forgetting the last one.</summary>
    public void Build(Trace trace)
    {
        Trace = trace;
        builds++;
        computations = trace.Code.Computations.Length;
        var size = computations * Kinds;
        if (first.Length < size)
            first = new int[size * 2];
        first.AsSpan(0, size).Fill(-1);
        var events = trace.Events;
        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var item = ref events[i];
            if (item.Subject < 0)
                continue;
            ref var slot = ref first[(item.Subject * Kinds) + (int)item.Kind];
            if (slot < 0)
                slot = i;
        }
    }

    /// <summary>The index of the first event of this kind whose subject is this computation, or -1.</summary>
    public int First(EventKind kind, int subject) => first[(subject * Kinds) + (int)kind];

    /// <summary>Whether there is such an event before that index.</summary>
    public bool Before(EventKind kind, int subject, int index)
    {
        var at = First(kind, subject);
        return at >= 0 && at < index;
    }

    /// <summary>A deeper question about the same trace; computed when it is first asked, shared by all who ask.</summary>
    public T Get<T>()
        where T : Analysis, new()
    {
        var slot = Slot<T>.Number;
        if (slot >= analyses.Length)
            Array.Resize(ref analyses, (slot + 1) * 2);
        var found = Unsafe.As<T?>(analyses[slot]);
        if (found is null)
        {
            found = new T();
            analyses[slot] = found;
        }

        found.Ensure(this, builds);
        return found;
    }

    /// <summary>The name of a computation, for messages.</summary>
    public string Name(int computation) => computation < 0 ? "nothing" : Code.Computations[computation].Name;

    // Numbers the kinds of analysis once a process, so that asking for one is an array access: rules ask at every event.
    private static class Slot<T>
    {
        public static readonly int Number = Slots.Next();
    }

    private static class Slots
    {
        private static int last = -1;

        public static int Next() => Interlocked.Increment(ref last);
    }
}
