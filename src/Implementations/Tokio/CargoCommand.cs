using System.Diagnostics;
using Conformance.Implementations.Protocol;

namespace Conformance.Implementations.Tokio;

/// <summary>One run of cargo: whether it succeeded, and as text how it was called and what it said last.</summary>
internal sealed class CargoCommand
{
    private const int LastLines = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly string command;
    private readonly string output;
    private readonly int exitCode;

    /// <summary>Runs it in a folder and waits for its end.</summary>
    internal CargoCommand(string folder, string[] arguments)
    {
        command = $"cargo {string.Join(' ', arguments)}";
        var start = new ProcessStartInfo("cargo", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // What lets a seed decide in which order "select!" polls.
        start.Environment["RUSTFLAGS"] = "--cfg tokio_unstable";
        // Each version has a name of its own: what is kept for the next build would never be used.
        start.Environment["CARGO_INCREMENTAL"] = "0";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
            process.Kill(entireProcessTree: true);
        output = errors.GetAwaiter().GetResult();
        process.WaitForExit();
        exitCode = process.ExitCode;
    }

    /// <summary>Whether cargo is on PATH.</summary>
    internal static bool IsInstalled => SearchPath.Has("cargo");

    internal bool Succeeds => exitCode == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"\"{command}\" ended with exit code {exitCode}:\n{string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LastLines))}";
}
