namespace Conformance.Spec.Programs;

/// <summary>
/// What async blocks and jobs take along from the bodies around them, as Rust's moves have it: what they or the blocks inside them
/// poll or use up. Of a shared computation each of them takes a share of its own.
/// </summary>
public static class Captures
{
    /// <summary>For each computation those that its body takes along when it is made, in the order of their first mention.</summary>
    public static int[][] Of(Code code)
    {
        var lists = new List<int>?[code.Computations.Length];
        foreach (var instruction in code.Instructions)
        {
            foreach (var used in UsedBy(code, instruction))
                Take(code, lists, used, instruction);
        }

        return [.. lists.Select(list => list?.ToArray() ?? [])];
    }

    private static void Take(Code code, List<int>?[] lists, int used, Instruction instruction)
    {
        var computation = code.Computations[used];
        if (instruction.Op != Op.Branch && computation.Kind != ComputationKind.Shared && computation.Consumer != instruction.Site)
            return;
        for (var body = instruction.Owner; body != computation.Parent && body > 0; body = code.Computations[body].Parent)
        {
            var list = lists[body] ??= [];
            if (!list.Contains(used))
                list.Add(used);
        }
    }

    private static ReadOnlySpan<int> UsedBy(Code code, Instruction instruction) =>
        instruction.Op switch
        {
            Op.Await or Op.Timeout or Op.BlockOn or Op.Drop or Op.Branch => new[] { instruction.Target },
            Op.Combine => instruction.Targets,
            Op.Create when code.Computations[instruction.Target].Subject is >= 0 and var subject => new[] { subject },
            _ => [],
        };
}
