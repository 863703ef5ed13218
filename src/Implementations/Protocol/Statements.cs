using Conformance.Spec.Programs;

namespace Conformance.Implementations.Protocol;

/// <summary>The statements of a program by the words of its JSON form.</summary>
public static class Statements
{
    /// <summary>Every word once, in the order of the text.</summary>
    public static IEnumerable<string> WordsOf(Program program) => program.Body.SelectMany(WordsOf).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> WordsOf(Statement statement)
    {
        var inner = Nested.Body(statement) ?? Sequence<Statement>.Empty;
        var handler = statement is Try attempt ? attempt.Handler : Sequence<Statement>.Empty;
        return inner.Concat(handler).SelectMany(WordsOf).Prepend(ProgramJson.WordOf(statement));
    }
}
