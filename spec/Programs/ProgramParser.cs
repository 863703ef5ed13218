namespace Conformance.Spec.Programs;

/// <summary>
/// Reads programs from text: <c>program eager { … }</c>, <c>program eager module { … }</c> or <c>program lazy { … }</c>, a statement a line (or several with
/// <c>;</c> between them), comments from <c>#</c> to the end of the line. Each form of statement is written beside its type in this namespace.
/// </summary>
public static class ProgramParser
{
    /// <summary>Reads a program without checking that it is valid.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the text, for messages.</param>
    /// <exception cref="ProgramException">The text does not follow the grammar.</exception>
    public static ParsedProgram Parse(string text, string file = "program")
    {
        var reader = new TokenReader(text, file);
        var program = ReadProgram(reader);
        if (reader.Next.Kind != TokenKind.End)
            throw reader.Unexpected("the end of the text after the program");
        return new ParsedProgram(program, reader.Map);
    }

    /// <summary>Reads a valid program.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the text, for messages.</param>
    /// <exception cref="ProgramException">The text does not follow the grammar, or the program is not valid.</exception>
    public static Program Load(string text, string file = "program")
    {
        var parsed = Parse(text, file);
        var problems = ProgramChecker.Check(parsed);
        return problems.Count == 0 ? parsed.Program : throw new ProgramException(problems);
    }

    internal static Program ReadProgram(TokenReader reader)
    {
        if (reader.Next.Kind != TokenKind.Word || !reader.TryTake("program"))
            throw reader.Unexpected("\"program\" and the dialect, eager or lazy");
        var dialect = reader switch
        {
            _ when reader.TryTake("eager") => Dialect.Eager,
            _ when reader.TryTake("lazy") => Dialect.Lazy,
            _ => throw reader.Unexpected("the dialect, eager or lazy", Suggestion.For(reader.Next.Text, ["eager", "lazy"])),
        };
        var module = dialect == Dialect.Eager && reader.TryTake("module");
        return new Program(dialect, new StatementParser(reader, dialect).Block("the program"), module);
    }
}
