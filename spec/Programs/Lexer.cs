using System.Globalization;
using System.Text;

namespace Conformance.Spec.Programs;

/// <summary>Splits a text into tokens; comments run from <c>#</c> to the end of the line. Never fails: what cannot be read becomes the last token but one.</summary>
internal sealed class Lexer
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = 1_000_000;

    private readonly string text;
    private readonly List<Token> tokens = [];
    private int at;
    private int line = 1;
    private int lineStart;
    private bool startsLine = true;

    private Lexer(string text) => this.text = text;

    /// <summary>The tokens of a text; the last is its end.</summary>
    public static Token[] Read(string text)
    {
        var lexer = new Lexer(text);
        lexer.ReadAll();
        return [.. lexer.tokens];
    }

    private void ReadAll()
    {
        if (text.Length > LongestText)
        {
            Unreadable(0, $"a text of {text.Length} characters", $"at most {LongestText}");
        }
        else
        {
            while (SkipBlank() && ReadOne()) { }
        }

        Add(TokenKind.End, at, "");
    }

    private bool SkipBlank()
    {
        while (at < text.Length)
        {
            var unit = text[at];
            if (unit == '\n')
            {
                line++;
                lineStart = at + 1;
                startsLine = true;
            }
            else if (unit == '#')
            {
                while (at + 1 < text.Length && text[at + 1] != '\n')
                    at++;
            }
            else if (unit is not (' ' or '\t' or '\r'))
            {
                return true;
            }

            at++;
        }

        return false;
    }

    private bool ReadOne()
    {
        var start = at;
        var unit = text[at];
        if (char.IsAsciiLetter(unit))
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
                at++;
            Add(TokenKind.Word, start, text[start..at]);
            return true;
        }

        if (char.IsAsciiDigit(unit) || (unit == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return ReadNumber();
        if (unit == '"')
            return ReadText();
        if (unit is '=' or '{' or '}' or '(' or ')' or '&' or ';' || (unit == '+' && at + 1 < text.Length && text[at + 1] == '='))
        {
            at += unit == '+' ? 2 : 1;
            Add(TokenKind.Symbol, start, text[start..at]);
            return true;
        }

        return Unreadable(
            start,
            Character(start),
            "a word, a number, a text in double quotes, one of = += { } ( ) & ; or # before a comment",
            Habits.OfSigns(tokens is [.., { Kind: TokenKind.Word } word] ? word.Text : "", text.AsSpan(start))
        );
    }

    private bool ReadNumber()
    {
        var start = at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_'))
            at++;
        var digits = text[start..at];
        if (
            !digits.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            && !long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        )
            return Unreadable(start, $"the number {Quoting.Shorten(digits)}", ProgramChecker.AnyNumber);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return Unreadable(start, $"\"{Quoting.Shorten(digits)}\"", "a whole number, digits only");
        tokens.Add(new Token(TokenKind.Number, digits, number, line, start - lineStart + 1, startsLine));
        startsLine = false;
        return true;
    }

    private bool ReadText()
    {
        var start = at++;
        var content = new StringBuilder();
        while (at < text.Length && text[at] is not ('"' or '\n'))
        {
            if (text[at] != '\\')
                content.Append(text[at++]);
            else if (!ReadEscape(content))
                return Unreadable(at, Escape(), "\\\", \\\\, \\n, \\r, \\t or \\u and four hexadecimal digits");
        }

        if (at >= text.Length || text[at] == '\n')
            return Unreadable(start, "a text without its end", "\" before the end of the line");
        at++;
        Add(TokenKind.Text, start, content.ToString());
        return true;
    }

    private bool ReadEscape(StringBuilder content)
    {
        var unit = at + 1 < text.Length ? text[at + 1] : '\n';
        if (unit == 'u')
        {
            if (
                at + 6 > text.Length
                || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            )
                return false;
            content.Append((char)code);
            at += 6;
            return true;
        }

        var plain = unit switch
        {
            '"' or '\\' => unit,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        if (plain == '\0')
            return false;
        content.Append(plain);
        at += 2;
        return true;
    }

    private string Escape() => at + 1 < text.Length && text[at + 1] > ' ' ? $"the escape \"\\{text[at + 1]}\"" : "the escape \"\\\"";

    private string Character(int index)
    {
        var unit = text[index];
        var quoted = Quoting.Quote(unit.ToString());
        return quoted.Length == 3 ? quoted : $"the character U+{(int)unit:X4}";
    }

    private bool Unreadable(int start, string found, string expected, string advice = "")
    {
        tokens.Add(
            new Token(TokenKind.Unreadable, found, 0, line, start - lineStart + 1, startsLine) { Expected = expected, Advice = advice }
        );
        return false;
    }

    private void Add(TokenKind kind, int start, string content)
    {
        tokens.Add(new Token(kind, content, 0, line, start - lineStart + 1, startsLine));
        startsLine = false;
    }
}
