namespace Conformance.Spec.Programs;

/// <summary>
/// Says whether a program is valid: every name defined once and used where it is known, every statement of the dialect and
/// allowed where it stands, every lazy computation used up at most once and by a body that owns it, all numbers and sizes
/// within the limits. Linear in the program's size, and never throws.
/// </summary>
public static class ProgramChecker
{
    /// <summary>The most statements in a program, nested ones included.</summary>
    public const int MostStatements = 1_000;

    /// <summary>The most computations in a program.</summary>
    public const int MostComputations = 200;

    /// <summary>How many blocks may stand inside one another below the main body.</summary>
    public const int DeepestNesting = 32;

    /// <summary>The longest delay, in time units; the shortest is 0.</summary>
    public const long LongestTime = 1_000_000;

    /// <summary>How often a probe may be pending.</summary>
    public const int MostPending = 100;

    /// <summary>How often a probe may wake its task each time it is pending.</summary>
    public const int MostWakes = 10;

    /// <summary>How often a probe may take and return a permit.</summary>
    public const int MostCycles = 1_000;

    /// <summary>How many permits a semaphore may have at first, and how many may be taken or given at once; for how many values a channel may have room.</summary>
    public const int MostPermits = 1_000;

    /// <summary>The largest number that may be written, 2^53 - 1, and negated the smallest: every language's numbers hold it exactly.</summary>
    public const long LargestNumber = 9_007_199_254_740_991;

    /// <summary>What a number may be, for messages.</summary>
    internal static string AnyNumber => $"a number from -{LargestNumber} to {LargestNumber}";

    /// <summary>The problems of a program; none when it is valid.</summary>
    public static IReadOnlyList<Problem> Check(Program program) => new Checking(program, null).Run();

    /// <summary>The problems of a program with their places in its text; none when it is valid.</summary>
    public static IReadOnlyList<Problem> Check(ParsedProgram parsed) => new Checking(parsed.Program, parsed.Map).Run();
}
