using System.Globalization;
using System.Text;

namespace Conformance.Cli.Output;

/// <summary>
/// Writes what programs, runtimes and adapters say so that it can only be read: a character that would steer the terminal is written
/// as <c>\u</c> and four hexadecimal digits.
/// </summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts one in front of both standard streams; what draws on a terminal itself has to be given the streams before.</summary>
    public static void Install()
    {
        Console.SetOut(new VisibleWriter(Console.Out));
        Console.SetError(new VisibleWriter(Console.Error));
    }

    /// <summary>The text as it is written.</summary>
    public static string Of(string text)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new VisibleWriter(written);
        writer.Write(text);
        return written.ToString();
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        var from = 0;
        for (var at = 0; at < buffer.Length; at++)
        {
            if (Prints(buffer[at]))
                continue;
            inner.Write(buffer[from..at]);
            inner.Write($"\\u{(int)buffer[at]:x4}");
            from = at + 1;
        }

        inner.Write(buffer[from..]);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    private static bool Prints(char unit) =>
        unit is '\n' or '\t'
        || Environment.NewLine.Contains(unit, StringComparison.Ordinal)
        || char.GetUnicodeCategory(unit) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
