using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <summary>What the machines need to know of a program's text, computed once a program.</summary>
internal sealed class Layout
{
    private readonly int[] firstStrand;
    private readonly bool[] copied;

    /// <summary>The layout of a program on a runtime with so many workers.</summary>
    public Layout(Code code, int workers)
    {
        Code = code;
        Workers = workers;
        Handlers = new int[code.Instructions.Length];
        Array.Fill(Handlers, -1);
        Racy = new bool[code.Variables.Length];
        firstStrand = new int[code.Variables.Length];
        copied = new bool[code.Variables.Length];
        Array.Fill(firstStrand, -1);
        foreach (var computation in code.Computations)
            FindHandlers(computation.Body);
        HasDrivers = Array.Exists(
            code.Instructions,
            at => at.Op == Op.BlockOn && code.Computations[at.Owner].Kind == ComputationKind.Blocking
        );
        FindRaces();
        RacyAdditions = Array.FindAll(code.Instructions, at => at.Op == Op.Add && IsCounted(at.Variable));
        Moves = new bool[code.Computations.Length];
        FindMoves();
        Captures = HasShares ? Programs.Captures.Of(code) : [];
        Members = code.Has(ComputationKind.JoinSet) ? [.. code.Computations.Select(set => MembersOf(set.Id))] : [];
    }

    /// <summary>The program.</summary>
    public Code Code { get; }

    /// <summary>How many threads run async code.</summary>
    public int Workers { get; }

    /// <summary>For each program point the point of the innermost <c>try</c> whose tried block it is in, or -1.</summary>
    public int[] Handlers { get; }

    /// <summary>For each variable whether it is a counter that several threads use: the trace does not order its additions.</summary>
    public bool[] Racy { get; }

    /// <summary>All additions to counters that several threads use, each body's in its order; but to those that a worker has a copy of.</summary>
    public Instruction[] RacyAdditions { get; }

    /// <summary>For each computation whether several tasks may poll it: it is borrowed by one and used up by another.</summary>
    public bool[] Moves { get; }

    /// <summary>Whether some computation's task is not known from the text: it moves, or it is shared.</summary>
    public bool HasMoves { get; private set; }

    /// <summary>Whether the program shares computations.</summary>
    public bool HasShares => Code.Has(ComputationKind.Shared);

    /// <summary>Whether jobs off the executor drive computations.</summary>
    public bool HasDrivers { get; }

    /// <summary>What each body takes along when it is made; empty when nothing is shared, for then it does not show.</summary>
    public int[][] Captures { get; }

    /// <summary>For each join set the tasks that are spawned into it, in the order of the text; empty when there is no set.</summary>
    public int[][] Members { get; }

    /// <summary>Whether this instruction reads a counter whose value the trace does not determine.</summary>
    public bool ReadsRace(Instruction instruction)
    {
        foreach (ref readonly var argument in instruction.Arguments.AsSpan())
        {
            if (argument.Kind == ArgumentKind.Variable && Racy[argument.Variable])
                return true;
        }

        return false;
    }

    /// <summary>Whether a counter that several threads use is known but for additions that may have come or not.</summary>
    public bool IsCounted(int variable) => Racy[variable] && !copied[variable];

    private int[] MembersOf(int set) => [.. Code.Computations.Where(one => one.Set == set).Select(one => one.Id)];

    private void FindMoves()
    {
        foreach (var instruction in Code.Instructions)
        {
            if (instruction.Borrow)
                Moves[instruction.Target] |= Code.Tasks[instruction.Target] != Code.Tasks[instruction.Owner];
            HasMoves |= instruction.Borrow && Moves[instruction.Target];
            HasMoves |= instruction.Op == Op.Create && Code.Computations[instruction.Target].Kind == ComputationKind.Shared;
        }
    }

    private void FindHandlers(Instruction[] body)
    {
        var open = new Stack<int>();
        foreach (var instruction in body)
        {
            if (instruction.Op == Op.LeaveTry)
                open.Pop();
            Handlers[instruction.Site] = open.Count > 0 ? open.Peek() : -1;
            if (instruction.Op == Op.EnterTry)
                open.Push(instruction.Site);
        }
    }

    private void FindRaces()
    {
        var counters = new bool[Racy.Length];
        foreach (var instruction in Code.Instructions)
        {
            if (instruction.Op == Op.Let)
                counters[instruction.Variable] = true;
        }

        foreach (var worker in Code.Computations)
        {
            foreach (var copy in worker.Copies)
            {
                counters[copy.To] = counters[copy.From];
                if (counters[copy.From])
                    Use(copy.From, worker.Parent);
            }
        }

        foreach (var instruction in Code.Instructions)
        {
            if (instruction.Op == Op.Add)
                Use(instruction.Variable, instruction.Owner);
            foreach (var argument in instruction.Arguments)
            {
                if (argument.Kind == ArgumentKind.Variable && counters[argument.Variable])
                    Use(argument.Variable, instruction.Owner);
            }
        }

        foreach (var worker in Code.Computations)
        {
            foreach (var copy in worker.Copies)
                Racy[copy.To] |= copied[copy.To] = Racy[copy.From];
        }
    }

    private void Use(int variable, int owner)
    {
        var task = Code.Tasks[owner];
        var strand =
            Code.Computations[owner].Worker is >= 0 and var worker ? worker
            : Code.Computations[owner].Kind == ComputationKind.Blocking ? owner
            : Workers > 1 ? task
            : task > 0 && Code.Computations[task].Kind == ComputationKind.Blocking ? task
            : 0;
        if (firstStrand[variable] < 0)
            firstStrand[variable] = strand;
        Racy[variable] |= firstStrand[variable] != strand || (task < 0 && (Workers > 1 || HasDrivers));
    }
}
