using System.CommandLine;
using Conformance.Implementations;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Adapters;
using Conformance.Runner.Replays;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance adapter check</c>: what is wrong with an adapter, before what is wrong with its runtime.</summary>
internal static class AdapterCommands
{
    private static readonly Argument<string> Start = new("command")
    {
        Description = "The command that starts the adapter, in quotes: \"node my-adapter.mjs\".",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var check = new Command(
            "check",
            "Tells an adapter's author what is wrong with the adapter: its hello, a program a statement, its traces, its speed, its end."
        )
        {
            Start,
            Chosen.Expectations,
        };
        check.SetAction(
            (parsed, cancel) => Task.FromResult(Check(parsed.GetRequiredValue(Start), parsed.GetValue(Chosen.Expectations), cancel))
        );
        return new Command("adapter", "For who writes an adapter.") { check };
    }

    /// <summary>Whether a command takes the command of an adapter.</summary>
    public static bool Take(Command command) => command.Arguments.Contains(Start) || command.Options.Contains(Chosen.Adapters);

    private static int Check(string command, string? expectations, CancellationToken cancel)
    {
        var check = new AdapterCheck(
            AdapterCommand.Parse(command),
            expectations: expectations is null ? null : Chosen.ExpectationsOf(expectations).Read(ExpectationsFile.Read)
        );
        var counts = new Dictionary<Mark, int>();
        foreach (var remark in check.Run())
        {
            counts[remark.Mark] = counts.GetValueOrDefault(remark.Mark) + 1;
            Print(remark);
            if (cancel.IsCancellationRequested)
                return ExitCode.Interrupted;
        }

        if (counts.TryGetValue(Mark.Wrong, out var wrong))
        {
            Console.WriteLine($"\n{wrong} to put right in the adapter. Until then nothing can be said of its runtime.");
            return ExitCode.Adapter;
        }

        if (counts.TryGetValue(Mark.Differs, out var differing))
        {
            Console.WriteLine(
                $"\nThe adapter works; {(differing == 1 ? "1 statement does" : $"{differing} statements do")} not behave as the rules say. Next: {Next(command, expectations)}"
            );
            return ExitCode.Violation;
        }

        Console.WriteLine($"\nThe adapter works. Next: {Next(command, expectations)}");
        return ExitCode.Conforms;
    }

    // Its choices are its own: to run a program again shows nothing new.
    private static string Next(string command, string? expectations) =>
        $"conformance run --adapter {ShellWord.Of(command)}{(expectations is null ? "" : $" --expectations {ShellWord.Of(expectations)}")} --schedules 1";

    private static void Print(Remark remark)
    {
        var mark = remark.Mark switch
        {
            Mark.Ok => "ok     ",
            Mark.Note => "note   ",
            Mark.Differs => "differs",
            _ => "WRONG  ",
        };
        Console.WriteLine($"{mark}  {Indent(remark.What)}");
        if (remark.Advice.Length > 0)
            Console.WriteLine($"         -> {remark.Advice}");
    }

    private static string Indent(string text) => text.TrimEnd('\n').Replace("\n", "\n           ", StringComparison.Ordinal);
}
