using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>A depth-first search through the configurations of one program.</summary>
internal sealed class OutcomeSearch(Code code, RuntimeDescription runtime, int limit)
{
    private readonly Stack<(Machine Machine, Sequence<string> Lines)> open = new();
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly KeyWriter writer = new();

    /// <summary>What was found.</summary>
    public HashSet<Observed> Outcomes { get; } = [];

    /// <summary>Whether everything was searched.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>How many configurations were visited.</summary>
    public int Visited => visited.Count;

    /// <summary>Searches.</summary>
    public void Run()
    {
        var first = ModelChecker.MachineFor(code.Program.Dialect);
        first.Begin(new Layout(code, runtime.Workers), runtime);
        first.StopsAtPauses = true;
        Add(first, Sequence<string>.Empty);
        while (open.TryPop(out var next))
        {
            if (visited.Count > limit)
            {
                IsComplete = false;
                return;
            }

            foreach (var (machine, lines) in Successors.Of(next.Machine, next.Lines))
                Add(machine, lines);
            foreach (var ending in Successors.Ends(next.Machine))
                Outcomes.Add(new Observed(next.Lines, ending.Ending, ending.Message));
        }
    }

    private void Add(Machine machine, Sequence<string> lines)
    {
        machine.Key(writer);
        foreach (var line in lines)
            writer.Add(line);
        if (visited.Add(writer.Take()))
            open.Push((machine, lines));
    }
}
