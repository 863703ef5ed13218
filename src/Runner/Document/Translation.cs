using Conformance.Spec.Programs;

namespace Conformance.Runner.Document;

/// <summary>The program that reads the same in the other dialect.</summary>
internal static class Translation
{
    /// <summary>The same statements for the other family, or null when they are not all common to both, or not valid there.</summary>
    public static Program? Of(Program program)
    {
        var other = program with { Dialect = program.Dialect == Dialect.Eager ? Dialect.Lazy : Dialect.Eager };
        return ProgramChecker.Check(other).Count == 0 ? other : null;
    }
}
