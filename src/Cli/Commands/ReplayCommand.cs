using System.CommandLine;
using Conformance.Cli.Output;
using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Replays;
using Conformance.Runner.Reports;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance replay</c>: one recorded execution again, exactly.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> What = new("token-or-file")
    {
        Description = "A replay token as a failure prints it, or a file that holds one.",
    };

    private static readonly Option<string?> Adapter = new("--adapter")
    {
        Description = "A command that starts the adapter of the token's runtime, when it is none of the named ones.",
    };

    private static readonly Option<string?> Level = new("--level")
    {
        Description = "How strictly it is judged, strict or portable: as the campaign was that found it. Default: strict.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("replay", "Shows one recorded execution again, exactly: its program, timeline and verdicts.")
        {
            What,
            Adapter,
            Level,
        };
        command.SetAction(parsed =>
            Replay(parsed.GetRequiredValue(What), parsed.GetValue(Adapter), Chosen.LevelOf(parsed.GetValue(Level)) ?? Strictness.Strict)
        );
        return command;
    }

    private static int Replay(string what, string? adapter, Strictness level)
    {
        var token = Read(what);
        var runtime = adapter is null ? Named(token.Runtime) : Chosen.Start(adapter);
        using var release = new Disposables(new[] { runtime }.OfType<IDisposable>());
        var litmus = token.Litmus ?? Campaign.Litmuses(token.Program.Dialect).FirstOrDefault(litmus => litmus.Program == token.Program);
        var judge = new Judge(runtime, Campaign.AllRules(litmus), strictness: level);
        var replay = new Replay(token.Schedule);
        var ending = judge.Run(Code.Of(token.Program), new Scheduler(replay), 0);
        Console.WriteLine($"{token.Runtime}, schedule {token.Schedule}\n");
        Console.WriteLine(ProgramPrinter.Print(token.Program));
        if (judge.Fault is { } fault)
        {
            Console.Error.WriteLine($"conformance: the adapter failed: {fault}");
            return ExitCode.Adapter;
        }

        int? at = judge.Checker.Violations.Count > 0 ? judge.Checker.Violations[0].Event : null;
        Console.WriteLine(Timeline.Print(judge.Trace, at ?? -1));
        Console.WriteLine(judge.Trace.Reason.Length == 0 ? $"Ending: {ending}" : $"Ending: {ending} ({judge.Trace.Reason})");
        if (replay.Divergence.Length > 0)
            Console.WriteLine($"The record does not fit this runtime any more: {replay.Divergence}");
        foreach (var violation in judge.Checker.Violations)
            Console.WriteLine($"{violation.Rule} violated: {violation.Message}");
        if (judge.Checker.Violations.Count > 0)
            return ExitCode.Violation;
        var tested = judge.Checker.Rules.Where(rule => rule.Triggers > 0).Select(rule => rule.Info.Id);
        Console.WriteLine($"No violation. Tested: {string.Join(' ', tested)}");
        return ExitCode.Conforms;
    }

    private static ReplayToken Read(string what)
    {
        var exists = File.Exists(what);
        if (Path.GetExtension(what) == ".litmus")
            throw new UsageException(
                exists
                    ? $"\"{what}\" is a litmus test, no recorded execution. \"conformance litmus {what}\" runs it."
                    : $"There is no file \"{what}\"; and a litmus test is no recorded execution: \"conformance litmus FILE\" runs one."
            );
        if (!exists && !ReplayToken.BeginsLikeOne(what))
            throw new UsageException($"\"{what}\" is neither a file nor a replay token, which begins with \"{ReplayToken.Version}\".");
        try
        {
            var text = exists ? new NamedFile("", what, "a file that holds a replay token").Read(File.ReadAllText) : what;
            return ReplayToken.Parse(text.Trim());
        }
        catch (FormatException wrong) when (exists)
        {
            throw new UsageException($"In the file \"{what}\": {wrong.Message}");
        }
    }

    private static IRuntime Named(string name) =>
        RuntimeCatalogue.Find(name)?.Invoke()
        ?? throw new UsageException(
            $"The token is of the runtime \"{name}\", which is not known here. Known: {string.Join(", ", RuntimeCatalogue.Names)}. "
                + "Name the adapter it came from with --adapter."
        );
}
