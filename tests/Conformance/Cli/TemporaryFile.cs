namespace Conformance.Tests.Cli;

/// <summary>A file that goes with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>A file with this text.</summary>
    public TemporaryFile(string text) => File.WriteAllText(Path, text);

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>What is in it now.</summary>
    public string Text => File.ReadAllText(Path);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
