namespace Conformance.Spec.Programs;

/// <summary>Where each statement and each value of a program stands in its text. They are told apart by reference, so the program itself stays free of positions.</summary>
public sealed class SourceMap
{
    private readonly Dictionary<Statement, int> first = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operand, int> operands = new(ReferenceEqualityComparer.Instance);
    private readonly string file;
    private readonly Token[] tokens;

    internal SourceMap(string file, Token[] tokens)
    {
        this.file = file;
        this.tokens = tokens;
    }

    /// <summary>The place of a statement, or null when it is not of this text.</summary>
    public Position? Of(Statement statement) => first.TryGetValue(statement, out var index) ? At(tokens[index]) : null;

    /// <summary>The place of a value, or null when it is not of this text.</summary>
    public Position? Of(Operand operand) => operands.TryGetValue(operand, out var index) ? At(tokens[index]) : null;

    /// <summary>The place where a statement says this word, or of the statement when it does not say it before its body.</summary>
    public Position? Of(Statement statement, string word)
    {
        if (!first.TryGetValue(statement, out var index))
            return null;
        for (var at = index; at < tokens.Length && !tokens[at].Is("{") && !tokens[at].Is(";"); at++)
        {
            if (at > index && tokens[at].StartsLine)
                break;
            if (tokens[at].Kind is TokenKind.Word or TokenKind.Number or TokenKind.Symbol && tokens[at].Text == word)
                return At(tokens[at]);
        }

        return At(tokens[index]);
    }

    internal Position At(Token token) => new(file, token.Line, token.Column);

    internal void Add(Statement statement, int token) => first[statement] = token;

    internal void Add(Operand operand, int token) => operands[operand] = token;
}
