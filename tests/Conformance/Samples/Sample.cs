using System.Runtime.CompilerServices;

namespace Conformance.Tests.Samples;

/// <summary>Where the samples are.</summary>
internal static class Sample
{
    /// <summary>The root of the working copy that these tests were built in.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>A file of a sample.</summary>
    public static string File(string path) => Path.Combine(Root, "samples", path);

    private static string Here([CallerFilePath] string path = "") => path;
}
