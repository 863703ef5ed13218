namespace Conformance.Spec.Programs;

/// <summary>One statement with its names resolved to numbers: what an interpreter executes and what an event's program point leads to.</summary>
public sealed class Instruction
{
    /// <summary>What it does; says which other members count.</summary>
    public required Op Op { get; init; }

    /// <summary>The program point: this instruction's index in <see cref="Code.Instructions"/>.</summary>
    public required int Site { get; init; }

    /// <summary>Its index in the code it is part of: the owner's body, or the body of a <c>defer</c>.</summary>
    public required int Position { get; init; }

    /// <summary>The computation whose body it is in.</summary>
    public required int Owner { get; init; }

    /// <summary>The computation it is about, or -1.</summary>
    public int Target { get; init; } = -1;

    /// <summary>The computations a combinator is about, in order.</summary>
    public int[] Targets { get; init; } = [];

    /// <summary>The computation that <see cref="Op.Resolve"/> makes its target follow, or that <see cref="Op.Post"/> tries to post; or -1.</summary>
    public int Adopted { get; init; } = -1;

    /// <summary>The variable it writes, or -1.</summary>
    public int Variable { get; init; } = -1;

    /// <summary>A duration, an amount or an initial number.</summary>
    public long Number { get; init; }

    /// <summary>A text or an error message.</summary>
    public string Text { get; init; } = "";

    /// <summary>The values it reads.</summary>
    public Argument[] Arguments { get; init; } = [];

    /// <summary>How <see cref="Op.Combine"/> combines.</summary>
    public CombinatorKind Combinator { get; init; }

    /// <summary>Of a select with a block: for each target the value that it has to end with, unit for any outcome.</summary>
    public Value[] Patterns { get; init; } = [];

    /// <summary>Whether it is a select with a block: its targets can be disabled.</summary>
    public bool HasBranches => Patterns.Length > 0;

    /// <summary>Whether its first argument is the value when all its targets are disabled; otherwise it panics then.</summary>
    public bool HasElse => HasBranches && Arguments.Length > 0;

    /// <summary>The place among the branches of its select of the branch whose expression it is part of, or -1.</summary>
    public int Branch { get; init; } = -1;

    /// <summary>Whether it is a select of either kind: the first outcome ends it.</summary>
    public bool IsSelect => Combinator is CombinatorKind.Select or CombinatorKind.SelectBiased;

    /// <summary>True for <c>await &amp;x</c>: the target is not used up.</summary>
    public bool Borrow { get; init; }

    /// <summary>Whether it stands in an <c>in-place</c> block.</summary>
    public bool InPlace { get; init; }

    /// <summary>The position in the owner's code to continue at; set when the code after it is known.</summary>
    public int Jump { get; internal set; } = -1;

    /// <summary>The code of <see cref="Op.Defer"/>.</summary>
    public Instruction[] Body { get; internal set; } = [];
}
