namespace Conformance.Spec.Programs;

/// <summary>
/// A program with its names resolved to small numbers, so that interpreters, rules and the model index arrays.
/// Since every body runs at most once, one flat array of variable slots serves a whole execution.
/// </summary>
public sealed class Code
{
    private readonly ulong ops;
    private readonly ulong kinds;

    private Code(Program program, Computation[] computations, Instruction[] instructions, string[] variables)
    {
        Program = program;
        Computations = computations;
        Instructions = instructions;
        Variables = variables;
        Tasks = TasksOf(program, computations, instructions);
        foreach (var instruction in instructions)
            ops |= 1UL << (int)instruction.Op;
        foreach (var computation in computations)
            kinds |= 1UL << (int)computation.Kind;
    }

    /// <summary>The program this is the code of.</summary>
    public Program Program { get; }

    /// <summary>Every computation by number; the main body is number 0.</summary>
    public Computation[] Computations { get; }

    /// <summary>Every instruction by program point, in the order of the text.</summary>
    public Instruction[] Instructions { get; }

    /// <summary>The names of the variables by slot.</summary>
    public string[] Variables { get; }

    /// <summary>
    /// For each computation the task it runs in, or -1 when the text does not say: 0 for the main body and all that it
    /// awaits in place, the handle's number for what is spawned. Eager programs have one task, the loop: 0.
    /// </summary>
    public int[] Tasks { get; }

    /// <summary>The main body.</summary>
    public Computation Main => Computations[0];

    /// <summary>Whether the program has an instruction of this kind anywhere.</summary>
    public bool Has(Op op) => (ops & (1UL << (int)op)) != 0;

    /// <summary>Whether the program has a computation of this kind anywhere.</summary>
    public bool Has(ComputationKind kind) => (kinds & (1UL << (int)kind)) != 0;

    /// <summary>Resolves a valid program.</summary>
    /// <exception cref="ArgumentException">A name is unknown: check the program first.</exception>
    public static Code Of(Program program)
    {
        var resolver = new Resolver();
        resolver.Resolve(program);
        return new Code(program, [.. resolver.Computations], [.. resolver.Instructions], [.. resolver.Variables]);
    }

    private static int[] TasksOf(Program program, Computation[] computations, Instruction[] instructions)
    {
        var tasks = new int[computations.Length];
        if (program.Dialect == Dialect.Eager)
            return tasks;
        var known = new bool[computations.Length];
        known[0] = true;
        var lent = new bool[tasks.Length];
        foreach (var instruction in instructions)
        {
            // Polled by whoever borrows it, then by whoever uses it up: two tasks, it may be.
            if (instruction is { Op: Op.Await, Borrow: true } && computations[instruction.Target].Consumer != instruction.Site)
                lent[instruction.Target] = true;
        }

        for (var id = 1; id < tasks.Length; id++)
            Find(id);
        return tasks;

        int Find(int id)
        {
            if (known[id])
                return tasks[id];
            known[id] = true;
            var computation = computations[id];
            var consumer = computation.Consumer;
            if (computation.IsTask || computation.Kind == ComputationKind.Blocking)
                tasks[id] = id;
            else if (consumer < 0 || (lent[id] && !StaysWith(consumer, computation.Parent)))
                tasks[id] = -1;
            else if (instructions[consumer] is { Op: Op.Create } create)
                tasks[id] = computations[create.Target].IsTask ? create.Target : -1;
            else
                tasks[id] = Find(instructions[consumer].Owner);
            return tasks[id];
        }

        bool StaysWith(int consumer, int parent) => instructions[consumer].Owner == parent && instructions[consumer].Op != Op.Create;
    }
}
