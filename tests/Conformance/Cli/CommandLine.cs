using System.Diagnostics;
using System.Globalization;
using Conformance.Tests.Samples;

namespace Conformance.Tests.Cli;

/// <summary>The built command, as a process with piped output.</summary>
internal static class CommandLine
{
    // As the project of the command built it. The copy beside these tests counts coverage: when it ends it writes to a file that no process of
    // another session, as a test of interruption starts one, may be writing to at the same time.
    private static readonly string Command = Path.GetFullPath(
        Path.Combine(
            Sample.Root,
            "src",
            "Cli",
            Path.GetRelativePath(Path.Combine(Sample.Root, "tests", "Conformance"), AppContext.BaseDirectory),
            "conformance.dll"
        )
    );

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs <c>conformance</c> with these words.</summary>
    public static Task<Finished> Run(params string[] words) => Run(Environment.GetEnvironmentVariable("PATH"), words);

    /// <summary>Runs <c>conformance</c> with these words where commands are looked up in <paramref name="path"/>.</summary>
    public static async Task<Finished> Run(string? path, string[] words, string folder = "")
    {
        using var process = Start(path, words, folder);
        var output = process.StandardOutput.ReadToEndAsync();
        return await End(process, output, words);
    }

    /// <summary>Starts <c>conformance</c> with these words and interrupts it after its first line.</summary>
    public static async Task<Finished> Interrupt(params string[] words)
    {
        using var process = Start(Environment.GetEnvironmentVariable("PATH"), words, folder: "");
        var first = await process.StandardOutput.ReadLineAsync();
        // As Ctrl-C to the command; that itself is ignored in all that a shell runs in the background.
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var output = process.StandardOutput.ReadToEndAsync();
        var finished = await End(process, output, words);
        return finished with { Output = $"{first}\n{finished.Output}" };
    }

    /// <summary>Runs <c>conformance</c> with these words and with its standard output in a file, its standard error too if one is named, as a shell does it.</summary>
    public static async Task<Finished> RunInto(string file, string[] words, string? errors = null)
    {
        var into = errors is null ? "" : $" 2> {errors}";
        using var process = Start(
            Environment.GetEnvironmentVariable("PATH"),
            "sh",
            ["-c", $"exec \"$@\" > \"$0\"{into}", file, Dotnet, .. Words(words)],
            folder: ""
        );
        return await End(process, process.StandardOutput.ReadToEndAsync(), words);
    }

    /// <summary>What follows <c>dotnet</c> to run <c>conformance</c> with these words.</summary>
    public static string[] Words(string[] words) => [Command, .. words];

    private static string Dotnet => Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet";

    private static Process Start(string? path, string[] words, string folder) => Start(path, Dotnet, Words(words), folder);

    private static Process Start(string? path, string program, string[] arguments, string folder)
    {
        var process = new Process();
        process.StartInfo = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments)
            process.StartInfo.ArgumentList.Add(argument);
        process.StartInfo.Environment["PATH"] = path;
        process.Start();
        process.StandardInput.Close();
        return process;
    }

    private static async Task<Finished> End(Process process, Task<string> output, string[] words)
    {
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"\"conformance {string.Join(' ', words)}\" did not end.", late);
        }

        return new Finished(process.ExitCode, await output, await errors);
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}

/// <summary>What a process left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Finished(int Code, string Output, string Errors);
