using Xunit;

namespace Conformance.Tests.Properties.Protocol;

/// <summary>A test that needs a program on PATH: skipped where it is missing, but never in continuous integration.</summary>
public sealed class NeedsFactAttribute : FactAttribute
{
    /// <summary>A test that needs this program.</summary>
    public NeedsFactAttribute(string program) => Skip = Programs.WhySkip(program);
}

/// <summary>As <see cref="NeedsFactAttribute"/>, with data.</summary>
public sealed class NeedsTheoryAttribute : TheoryAttribute
{
    /// <summary>A test that needs this program.</summary>
    public NeedsTheoryAttribute(string program) => Skip = Programs.WhySkip(program);
}

internal static class Programs
{
    /// <summary>The reason to skip a test, or null.</summary>
    internal static string? WhySkip(string program) =>
        Environment.GetEnvironmentVariable("CI") == "true" || IsOnPath(program) ? null : $"\"{program}\" is not on PATH.";

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
