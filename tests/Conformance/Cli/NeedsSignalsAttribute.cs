using Xunit;

namespace Conformance.Tests.Cli;

/// <summary>A test that signals a whole process group; skipped where that or its Python is missing, in continuous integration on Linux it always runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsSignalsAttribute : TheoryAttribute
{
    private static readonly string[] Programs = ["setsid", "env", "kill", "mkfifo", "python3"];

    /// <summary>Looks for what it needs.</summary>
    public NeedsSignalsAttribute() =>
        Skip =
            !OperatingSystem.IsLinux() ? "Process groups are signalled by Linux's own programs."
            : Environment.GetEnvironmentVariable("CI") == "true" ? null
            : Programs.FirstOrDefault(program => !Has(program)) is { } missing ? $"\"{missing}\" is not on PATH."
            : null;

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
