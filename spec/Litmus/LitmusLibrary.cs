namespace Conformance.Spec.Litmus;

/// <summary>The litmus tests that come with the specification.</summary>
public static class LitmusLibrary
{
    private const string Folder = "Litmus/";

    /// <summary>Reads them all, in the order of their files' names: those of the eager dialect first.</summary>
    public static IReadOnlyList<LitmusTest> Load()
    {
        var assembly = typeof(LitmusLibrary).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select(Read)];

        LitmusTest Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            return LitmusParser.Parse(reader.ReadToEnd(), name[Folder.Length..]);
        }
    }
}
