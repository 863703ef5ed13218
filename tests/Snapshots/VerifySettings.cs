namespace VerifyXunit;

/// <summary>Names the file of a snapshot more closely.</summary>
public sealed class VerifySettings
{
    internal string? Parameters { get; private set; }

    internal string Directory { get; private set; } = "";

    /// <summary>Appends a text, by custom <c>name=value</c>, so that each case of a theory has a file of its own.</summary>
    public void UseTextForParameters(string parametersText) => Parameters = parametersText;

    /// <summary>Puts the files into a folder, relative to the source file's. Default: the source file's own.</summary>
    public void UseDirectory(string directory) => Directory = directory;
}
