using Conformance.Spec.Programs;

namespace Conformance.Implementations.Interpreting;

/// <summary>Says who waits for whom when nothing can run any more.</summary>
/// <param name="code">The program.</param>
/// <param name="waiting">For each computation the program point at which its body waits, or -1.</param>
internal sealed class WaitChain(Code code, int[] waiting)
{
    internal string Describe()
    {
        var parts = new List<string>();
        var seen = new HashSet<int>();
        var at = 0;
        while (at >= 0 && seen.Add(at))
            at = Follow(at, parts);
        return $"Nothing is left to run: {string.Join(", ", parts)}.";
    }

    /// <summary>Describes one link.</summary>
    /// <returns>Whom it waits for, or -1.</returns>
    private int Follow(int id, List<string> parts)
    {
        var computation = code.Computations[id];
        if (waiting[id] < 0)
        {
            if (computation.Subject >= 0 && computation.Kind is ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally)
            {
                parts.Add($"\"{computation.Name}\" waits for \"{Name(computation.Subject)}\"");
                return computation.Subject;
            }

            if (computation.Kind == ComputationKind.Worker)
            {
                parts.Add($"\"{computation.Name}\" waits for a message");
                return -1;
            }

            parts.Add($"nobody settles \"{computation.Name}\"");
            return -1;
        }

        var instruction = code.Instructions[waiting[id]];
        if (instruction.Op == Op.Combine)
        {
            parts.Add($"\"{computation.Name}\" waits for {string.Join(", ", instruction.Targets.Select(target => $"\"{Name(target)}\""))}");
            return instruction.Targets.FirstOrDefault(target => waiting[target] >= 0, -1);
        }

        if (instruction.Target < 0)
        {
            parts.Add($"\"{computation.Name}\" waits at a {instruction.Op} that never ends");
            return -1;
        }

        parts.Add($"\"{computation.Name}\" waits for \"{Name(instruction.Target)}\"");
        return instruction.Target;
    }

    private string Name(int id) => code.Computations[id].Name;
}
