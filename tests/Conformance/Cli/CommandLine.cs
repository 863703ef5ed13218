using System.Diagnostics;
using System.Globalization;

namespace Conformance.Tests.Cli;

/// <summary>The built command, as a process with piped output.</summary>
internal static class CommandLine
{
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

    /// <summary>What follows <c>dotnet</c> to run <c>conformance</c> with these words.</summary>
    public static string[] Words(string[] words) => [Path.Combine(AppContext.BaseDirectory, "conformance.dll"), .. words];

    private static Process Start(string? path, string[] words, string folder)
    {
        var process = new Process();
        process.StartInfo = new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var word in Words(words))
            process.StartInfo.ArgumentList.Add(word);
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
