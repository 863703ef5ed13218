using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Spec.Traces;

/// <summary>What one execution of a program could observe, in one total order. A buffer: one instance serves any number of executions, one after the other.</summary>
public sealed class Trace
{
    private Event[] events = new Event[256];
    private int count;

    /// <summary>The program that ran.</summary>
    public Code Code { get; private set; } = null!;

    /// <summary>The runtime that ran it.</summary>
    public RuntimeDescription Runtime { get; private set; } = null!;

    /// <summary>The events so far.</summary>
    public ReadOnlySpan<Event> Events => events.AsSpan(0, count);

    /// <summary>How many events there are.</summary>
    public int Count => count;

    /// <summary>How the execution ended.</summary>
    public Ending Ending { get; private set; }

    /// <summary>Why it ended so: who waits for whom, what is unsupported, what broke; empty when it completed.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>
    /// True when the runtime made each of its free choices in the order it has of itself (all choices 0):
    /// only then are the orders that a vendor documents as current behaviour, not as a promise, checked.
    /// </summary>
    public bool Natural { get; private set; }

    /// <summary>One event.</summary>
    public ref readonly Event this[int index] => ref events[index];

    /// <summary>Forgets the last execution and begins one.</summary>
    public void Begin(Code code, RuntimeDescription runtime)
    {
        Code = code;
        Runtime = runtime;
        count = 0;
        Ending = Ending.None;
        Reason = "";
        Natural = false;
    }

    /// <summary>Appends an event. Not thread-safe: a runtime with real threads holds a lock of its own.</summary>
    public void Add(in Event item)
    {
        if (count == events.Length)
            Array.Resize(ref events, count * 2);
        events[count++] = item;
    }

    /// <summary>Lets no order count that is only current behaviour: as if the runtime had not made its choices in the order it has of itself.</summary>
    public void Relax() => Natural = false;

    /// <summary>Says how the execution ended.</summary>
    /// <param name="ending">How.</param>
    /// <param name="natural">Whether each choice was the runtime's own first.</param>
    /// <param name="reason">Why, for an ending other than completion.</param>
    public void End(Ending ending, bool natural, string reason = "")
    {
        Ending = ending;
        Natural = natural;
        Reason = reason;
    }

    /// <summary>The lines that the program logged, in order.</summary>
    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string>();
        foreach (ref readonly var item in Events)
        {
            if (item.Kind == EventKind.Log)
                lines.Add(item.Value.AsText);
        }

        return lines;
    }

    /// <summary>A copy that the next execution does not overwrite.</summary>
    public Trace Copy()
    {
        var copy = new Trace();
        copy.Begin(Code, Runtime);
        foreach (ref readonly var item in Events)
            copy.Add(item);
        copy.End(Ending, Natural, Reason);
        return copy;
    }
}
