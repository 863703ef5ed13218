namespace Conformance.Implementations.Protocol;

/// <summary>The folders of PATH.</summary>
internal static class SearchPath
{
    /// <summary>Whether a program of this name is in one of them.</summary>
    internal static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
