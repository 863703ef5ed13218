using System.Diagnostics;
using System.Globalization;
using Conformance.Tests.Samples;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

/// <summary>Ctrl-C in a terminal: the whole process group gets the signal, adapters too.</summary>
public sealed class InterruptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The sample adapter, which tells a named pipe that it was asked for its fifth program, and works on that for ever.
    private const string Telling = """
        import runpy, signal, sys

        # Python's own handler would miss a signal that comes just before the pause.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

        class Told:
            def __init__(self, lines):
                self.lines = lines

            def __iter__(self):
                for number, line in enumerate(self.lines):
                    if number == 5:
                        with open(sys.argv[2], "w") as pipe:
                            pipe.write("fifth\n")
                        signal.pause()
                    yield line

        sys.stdin = Told(sys.stdin)
        runpy.run_path(sys.argv[1])
        """;

    [NeedsSignals]
    [InlineData("Interrupted: this is what was found so far.", "run", "--programs", "100")]
    [InlineData("outcome tables are whole. Of what was seen so far:", "litmus", "--schedules", "2")]
    public async Task Ctrl_C_ends_all_processes_and_shows_what_was_found(string message, params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("interruption-");
        try
        {
            var pipe = Path.Combine(folder.FullName, "pipe");
            var script = Path.Combine(folder.FullName, "telling.py");
            await File.WriteAllTextAsync(script, Telling);
            await Run("mkfifo", pipe);
            var adapter = $"python3 {script} {Sample.File("minimal-adapter/adapter.py")} {pipe}";
            // Not this process opens the pipe: that would wait for ever for an adapter that never writes.
            using var told = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            using var command = Start([.. words, "--adapter", adapter]);
            var output = command.StandardOutput.ReadToEndAsync();
            var errors = command.StandardError.ReadToEndAsync();
            try
            {
                (await told.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("fifth");
                var whole = Members(command.Id);
                await Run("kill", "-INT", "--", $"-{command.Id}");
                await command.WaitForExitAsync().WaitAsync(Patience);

                whole.Count.ShouldBeGreaterThan(1, "The adapter is not in the group of the command.");
                command.ExitCode.ShouldBe(130, await output + await errors);
                (await output).ShouldContain(message);
                (await output).ShouldContain("bare-coroutines");
                (await errors).ShouldBeEmpty();
                Members(command.Id).ShouldBeEmpty();
            }
            finally
            {
                told.Kill();
                command.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // In a session, and so in a process group, of its own; the signal is not ignored there even where whoever runs the tests ignores it.
    private static Process Start(string[] words)
    {
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", "dotnet", .. CommandLine.Words(words)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, program);
    }

    // The fields of /proc/N/stat after the name, which may have spaces: state, parent, group. A zombie has ended; nobody has asked for its exit code yet.
    private static List<string> Members(int group)
    {
        var found = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && int.Parse(fields[2], CultureInfo.InvariantCulture) == group)
                    found.Add(text);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }
}
