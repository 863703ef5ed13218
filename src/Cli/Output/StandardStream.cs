using System.Globalization;
using System.Text;

namespace Conformance.Cli.Output;

/// <summary>Standard output or standard error, which says of itself when it cannot be written: the reason alone names nothing.</summary>
internal sealed class StandardStream(string name, TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    /// <exception cref="UsageException">It cannot be written, because the disk behind it is full for example.</exception>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception wrong) when (NamedFile.IsOfFiles(wrong))
        {
            throw Unwritable(wrong);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception wrong) when (NamedFile.IsOfFiles(wrong))
        {
            throw Unwritable(wrong);
        }
    }

    private UsageException Unwritable(Exception wrong) =>
        new($"{name} cannot be written: {NamedFile.ReasonOf(wrong)}. Expected a terminal, a pipe or a file with space for it.");
}
