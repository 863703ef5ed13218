namespace Conformance.Spec.Programs;

/// <summary>A cursor over the tokens of a text that turns anything unexpected into a problem with a place.</summary>
internal sealed class TokenReader
{
    private readonly Token[] tokens;

    public TokenReader(string text, string file)
    {
        tokens = Lexer.Read(text);
        Map = new SourceMap(file, tokens);
    }

    /// <summary>The places of the statements read so far.</summary>
    public SourceMap Map { get; }

    /// <summary>The index of the next token.</summary>
    public int Index { get; private set; }

    /// <summary>The next token.</summary>
    public Token Next => tokens[Index];

    /// <summary>The token after the next.</summary>
    public Token Second => tokens[Math.Min(Index + 1, tokens.Length - 1)];

    /// <summary>Whether the next token still belongs to the statement that was begun.</summary>
    public bool InStatement => !Next.StartsLine && Next.Kind != TokenKind.End && !Next.Is("}") && !Next.Is(";");

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        var token = tokens[Index];
        if (Index < tokens.Length - 1)
            Index++;
        return token;
    }

    /// <summary>Gives the last token back.</summary>
    public void Back() => Index--;

    /// <summary>Takes the next token if it is this word or symbol.</summary>
    public bool TryTake(string text)
    {
        if (!Next.Is(text))
            return false;
        Take();
        return true;
    }

    /// <summary>Takes this word or symbol.</summary>
    public void Take(string text, string purpose)
    {
        if (!TryTake(text))
            throw Unexpected($"\"{text}\" {purpose}");
    }

    /// <summary>Takes a number.</summary>
    public long TakeNumber(string purpose) =>
        Next.Kind == TokenKind.Number && InStatement ? Take().Number : throw Unexpected($"a whole number: {purpose}");

    /// <summary>Takes a text.</summary>
    public string TakeText(string purpose) =>
        Next.Kind == TokenKind.Text ? Take().Text : throw Unexpected($"a text in double quotes: {purpose}");

    /// <summary>Takes a name.</summary>
    public string TakeName(string purpose)
    {
        if (Next.Kind != TokenKind.Word || Next.StartsLine)
            throw Unexpected($"a name: {purpose}");
        return Words.IsName(Next.Text) ? Take().Text : throw NotAName(purpose);
    }

    /// <summary>The next token is a word, but nothing can be named so.</summary>
    public ProgramException NotAName(string purpose) =>
        Words.IsReserved(Next.Text)
            ? Fail($"\"{Next.Text}\", a word of the language", $"a name: {purpose}", "choose another name")
            : Unexpected($"a name: {purpose}", "a name begins with a lower-case letter");

    /// <summary>The next token is not what it should be.</summary>
    public ProgramException Unexpected(string expected, string advice = "") =>
        Next.Kind == TokenKind.Unreadable ? Fail(Next.Text, Next.Expected, Next.Advice)
        : advice.Length == 0 && Next.Is("(") ? Fail(Next.ToString(), expected, "names and values stand without parentheses")
        : Fail(Next.ToString(), expected, advice);

    /// <summary>A problem with a token that was read already.</summary>
    public ProgramException At(Token token, string found, string expected, string advice) =>
        new(new Problem(Map.At(token), found, expected, advice));

    private ProgramException Fail(string found, string expected, string advice) => At(Next, found, expected, advice);
}
