using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Interpreting;

/// <summary>What every in-process interpreter shares: the variables of one execution, and the trace it writes.</summary>
/// <remarks>Each body runs at most once, so one flat array of slots holds all variables.</remarks>
public abstract class Recorder
{
    private readonly Lock gate = new();
    private readonly bool concurrent;
    private Value[] slots = [];

    /// <summary>A recorder.</summary>
    /// <param name="concurrent">Whether several OS threads write at once.</param>
    protected Recorder(bool concurrent) => this.concurrent = concurrent;

    /// <summary>The program that runs.</summary>
    public Code Code { get; private set; } = null!;

    /// <summary>The trace that is written.</summary>
    public Trace Trace { get; private set; } = null!;

    /// <summary>The number of the current thread: 0 is the main or loop thread.</summary>
    protected abstract short Thread { get; }

    /// <summary>The runtime's clock.</summary>
    protected abstract long Now { get; }

    /// <summary>Begins an execution; the trace has begun already.</summary>
    public void Begin(Code code, Trace trace)
    {
        Code = code;
        Trace = trace;
        if (slots.Length < code.Variables.Length)
            slots = new Value[code.Variables.Length * 2];
        Array.Clear(slots);
    }

    /// <summary>Appends an event at the current thread and time.</summary>
    public void Emit(EventKind kind, int computation, int subject, int site, Outcome outcome = Outcome.None, Value value = default)
    {
        if (!concurrent)
        {
            Trace.Add(new Event(kind, outcome, Thread, computation, subject, site, Now, value));
            return;
        }

        // The clock is read under the lock, so that times in the trace never go back.
        lock (gate)
            Trace.Add(new Event(kind, outcome, Thread, computation, subject, site, Now, value));
    }

    /// <summary>Writes a variable; a slot of -1 is nobody's.</summary>
    public void Set(int slot, Value value)
    {
        if (slot >= 0)
            slots[slot] = value;
    }

    /// <summary>Adds to a counter, atomically.</summary>
    public void Add(int slot, long amount)
    {
        lock (gate)
            slots[slot] = Value.Of(slots[slot].AsNumber + amount);
    }

    /// <summary>The value of an argument.</summary>
    public Value Read(in Argument argument) =>
        argument.Kind switch
        {
            ArgumentKind.Variable => slots[argument.Variable],
            ArgumentKind.Now => Value.Of(Now),
            _ => argument.Literal,
        };

    /// <summary>The first argument's value, or unit when there is none.</summary>
    public Value ReadFirst(Instruction instruction) => instruction.Arguments.Length == 0 ? Value.Unit : Read(instruction.Arguments[0]);

    /// <summary>Emits the line of a <c>log</c>.</summary>
    public void Log(Instruction instruction, int computation)
    {
        var line = instruction.Text;
        foreach (ref readonly var argument in instruction.Arguments.AsSpan())
            line = $"{line} {Read(in argument)}";
        Emit(EventKind.Log, computation, -1, instruction.Site, Outcome.None, Value.Of(line));
    }
}
