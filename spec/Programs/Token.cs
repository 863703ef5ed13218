namespace Conformance.Spec.Programs;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A name or a word of the language.</summary>
    Word,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text in double quotes.</summary>
    Text,

    /// <summary>One of <c>= += { } ( ) &amp; ;</c>.</summary>
    Symbol,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>Something that cannot be read; nothing follows it.</summary>
    Unreadable,
}

/// <summary>The smallest part of a text that has a meaning.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word, a symbol or digits as written; the content of a text; what is wrong with something unreadable.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="StartsLine">Whether it is the first of its line: statements end with their line.</param>
internal readonly record struct Token(TokenKind Kind, string Text, long Number, int Line, int Column, bool StartsLine)
{
    /// <summary>For <see cref="TokenKind.Unreadable"/>: what should be there.</summary>
    public string Expected { get; init; } = "";

    /// <summary>For <see cref="TokenKind.Unreadable"/>: what to write instead, if that is known.</summary>
    public string Advice { get; init; } = "";

    /// <summary>Whether it is this word or symbol.</summary>
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Symbol && Text == text;

    /// <summary>As a message names it.</summary>
    public override string ToString() =>
        Kind switch
        {
            TokenKind.End => "the end of the text",
            TokenKind.Unreadable => Text,
            TokenKind.Text => $"the text {Quoting.Shorten(Quoting.Quote(Text))}",
            TokenKind.Number => $"the number {Quoting.Shorten(Text)}",
            _ => $"\"{Quoting.Shorten(Text)}\"",
        };
}
