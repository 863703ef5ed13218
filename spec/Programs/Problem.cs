namespace Conformance.Spec.Programs;

/// <summary>One mistake in a program, said so that its author knows what to change.</summary>
/// <param name="Position">Where it is; null for a program that did not come from a text.</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What could be there.</param>
/// <param name="Advice">What to do, when more can be said than what was expected; else empty.</param>
public sealed record Problem(Position? Position, string Found, string Expected, string Advice = "")
{
    /// <summary><c>file:line:column: found …, expected …; advice</c>.</summary>
    public override string ToString()
    {
        var place = Position is { } position ? $"{position}: " : "";
        var advice = Advice.Length == 0 ? "" : $"; {Advice}";
        return $"{place}found {Found}, expected {Expected}{advice}";
    }
}
