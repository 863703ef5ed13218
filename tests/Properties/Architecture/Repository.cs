using System.Runtime.CompilerServices;

namespace Conformance.Tests.Properties.Architecture;

/// <summary>The working copy that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = RootAbove(ThisFile());

    /// <summary>The files a person wrote under the folders, as paths relative to the root with <c>/</c>, in order.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "TestResults"))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string RootAbove(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Conformance.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder
            ?? throw new InvalidOperationException(
                $"There is no Conformance.sln above \"{path}\": run these tests in the working copy they were built in."
            );
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
