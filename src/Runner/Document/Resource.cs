namespace Conformance.Runner.Document;

/// <summary>The files that the document is made from, beside the rules themselves.</summary>
internal static class Resource
{
    /// <summary>The text of one, with line feeds.</summary>
    public static string Read(string name) =>
        Find(name) ?? throw new InvalidOperationException($"The file \"{name}\" is not embedded in the assembly.");

    /// <summary>The text of one, or null when there is none.</summary>
    public static string? Find(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream($"Document/{name}");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
