using System.CommandLine;
using System.Globalization;
using Conformance.Cli.Output;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Reports;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance run</c>: a campaign.</summary>
internal static class RunCommand
{
    private static readonly CampaignOptions Defaults = new();

    private static readonly Option<string[]> Rules = new("--rule") { Description = "Ask only this rule; repeatable." };

    private static readonly Option<int> Programs = Numbers.Option(
        "--programs",
        "How many random programs a dialect, besides the litmus tests",
        Defaults.Programs,
        least: 0
    );

    private static readonly Option<int> Schedules = Numbers.Option(
        "--schedules",
        "Under how many schedules each program runs, the runtime's own among them",
        Defaults.Schedules,
        least: 1
    );

    private static readonly Option<ulong> Seed = Numbers.Option(
        "--seed",
        "The seed: the same seed gives the same campaign",
        Defaults.Seed,
        least: 0UL
    );

    private static readonly Option<string?> Time = new("--time") { Description = "Stop after this time, such as 30s, 500ms or 2m." };

    private static readonly Option<string?> JsonFile = new("--json")
    {
        Description = "Write the report to this file as JSON; - for standard output, alone there.",
    };

    private static readonly Option<bool> Update = new("--update-expectations")
    {
        Description = "Rewrite the file of --expectations from what the campaign shows; reasons and comments that are there stay.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "run",
            "A campaign: litmus tests and random programs, each under many schedules; prints the matrix and each violation."
        )
        {
            Chosen.Names,
            Chosen.Adapters,
            Chosen.Expectations,
            Update,
            Chosen.Level,
            Rules,
            Programs,
            Schedules,
            Seed,
            Time,
            JsonFile,
        };
        command.SetInterruptible(Run);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var options = new CampaignOptions
        {
            Programs = parsed.GetValue(Programs),
            Schedules = parsed.GetValue(Schedules),
            Seed = parsed.GetValue(Seed),
            Time = Duration(parsed.GetValue(Time)),
            Level = Chosen.LevelOf(parsed),
            Rules = [.. Known.Rules(parsed.GetValue(Rules) ?? []).Select(rule => rule.Id)],
        };
        var update = parsed.GetValue(Update);
        if (update)
            ExpectationsUpdate.MustBeWhole(options, parsed.GetValue(Chosen.Expectations));
        var chosen = Chosen.Of(parsed, mayBeNew: update);
        if (chosen.Count == 0)
            return ExitCode.Adapter;
        if (options.Rules.Count > 0 && !chosen.Exists(runtime => AppliesTo(runtime.Create, options.Rules)))
            throw new UsageException(
                $"{string.Join(", ", options.Rules)} cannot be asked of the chosen runtimes. Expected a rule that applies; \"conformance rule ID\" says of which family it is, \"conformance list runtimes\" of which a runtime is."
            );
        using var json = Screen.OpenJson(parsed.GetValue(JsonFile));
        var campaign = new Campaign(chosen.ConvertAll(runtime => runtime.Create), options);
        var result = Progress.Watch(progress => campaign.Run(progress, cancel));
        Matrix.Print(result);
        foreach (var (tally, runtime) in result.Runtimes.Zip(chosen))
        {
            Differences.Print(tally, runtime.Adapter);
            foreach (var finding in tally.Rules.SelectMany(rule => rule.Findings))
                Console.WriteLine($"\n{FailureReport.Of(finding, runtime.Adapter)}");
        }

        foreach (var (runtime, rule) in result.VacuousMusts)
            Console.WriteLine(
                $"{rule.Rule.Id} is vacuous on {runtime.Description.Name}: what it speaks about never occurred, so nothing is known of it. It is tested by: {rule.Rule.Trigger}"
            );
        json?.Write(JsonReport.Of(result));
        if (cancel.IsCancellationRequested)
            Console.WriteLine("Interrupted: this is what was found so far.");
        var updated = update && ExpectationsUpdate.Write(result, parsed.GetRequiredValue(Chosen.Expectations)!);
        return Code(result, updated, cancel);
    }

    private static bool AppliesTo(Func<IRuntime> create, IReadOnlyList<string> ids)
    {
        var runtime = create();
        using (runtime as IDisposable)
            return Campaign
                .AllRules()
                .Any(rule => ids.Contains(rule.Info.Id, StringComparer.OrdinalIgnoreCase) && rule.AppliesTo(runtime.Description));
    }

    private static int Code(CampaignResult result, bool updated, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return ExitCode.Interrupted;
        if (!updated && (result.Violated || result.UnexpectedPasses.Any()))
            return ExitCode.Violation;
        if (result.AdapterFailed)
            return ExitCode.Adapter;
        return result.VacuousMusts.Any() ? ExitCode.Violation : ExitCode.Conforms;
    }

    private static TimeSpan? Duration(string? text)
    {
        if (text is null)
            return null;
        (string Unit, double Milliseconds)[] units = [("ms", 1), ("s", 1000), ("m", 60_000)];
        foreach (var (unit, milliseconds) in units)
        {
            if (
                text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
                return number > 0
                    ? TimeSpan.FromMilliseconds(Math.Min(number * milliseconds, 86_400_000))
                    : throw new UsageException(
                        $"--time {text} is too short. Expected more than 0; without --time the campaign runs to its end."
                    );
        }

        throw new UsageException($"--time \"{text}\" is no duration. Expected a number and a unit, such as 30s, 500ms or 2m.");
    }
}
