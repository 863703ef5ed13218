using System.Text;

namespace Conformance.Implementations.Protocol;

/// <summary>How an adapter is started.</summary>
/// <param name="File">The program: a path, or a name that is looked up on PATH.</param>
/// <param name="Arguments">Its arguments, one an item; no shell reads them.</param>
public sealed record AdapterCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The folder it is started in; that of this process by default.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Reads a command line: words between spaces, those with spaces in double or single quotes.</summary>
    /// <exception cref="FormatException">It has no word.</exception>
    public static AdapterCommand Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char? quote = null;
        foreach (var letter in text.Append(' '))
        {
            if (letter == quote)
                quote = null;
            else if (quote is null && (letter is '"' or '\''))
                (quote, inWord) = (letter, true);
            else if (quote is not null || !char.IsWhiteSpace(letter))
            {
                word.Append(letter);
                inWord = true;
            }
            else if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }

        return words.Count > 0
            ? new AdapterCommand(words[0], words[1..])
            : throw new FormatException($"\"{text}\" is no command. Expected one that starts an adapter, such as \"node my-adapter.mjs\".");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments.Prepend(File));
}
