using System.Text;

namespace Conformance.Cli.Output;

/// <summary>Where <c>--json</c> writes its document: a file, or standard output, where nothing else is printed then.</summary>
internal sealed class JsonOutput : IDisposable
{
    private readonly NamedFile file;
    private readonly TextWriter? output;
    private readonly FileStream? stream;

    /// <summary>Standard output.</summary>
    public JsonOutput(TextWriter output) => (file, this.output) = (File("-"), output);

    /// <summary>A file, which is made now.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public JsonOutput(string path)
    {
        file = File(path);
        // Without a buffer of its own: what a full disk refuses is told when it is written, not when it is closed.
        stream = file.Write(name => new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
    }

    /// <summary>Writes the document.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(string document)
    {
        output?.Write(document);
        if (stream is null)
            return;
        file.Write(_ =>
        {
            stream.Write(Encoding.UTF8.GetBytes(document));
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        output?.Dispose();
        stream?.Dispose();
    }

    private static NamedFile File(string path) =>
        new("--json", path, "a file in a folder that exists, with space for it, or - for standard output");
}
