using System.CommandLine;
using Conformance.Cli.Output;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Runner.Reports;
using Conformance.Spec.Litmus;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance litmus</c>: the outcome table of litmus tests.</summary>
internal static class LitmusCommand
{
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Litmus files, or names of embedded litmus tests; all embedded ones when nothing is said.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Schedules = Numbers.Option("--schedules", "Under how many schedules each test runs", 200, least: 1);

    private static readonly Option<int> Configurations = Numbers.Option(
        "--configurations",
        "After how many configurations of the model the enumeration of what is possible gives up; 0 for none",
        PossibleOutcomes.DefaultLimit,
        least: 0
    );

    private static readonly Option<ulong> Seed = Numbers.Option("--seed", "The seed of the schedules", 1UL, least: 0UL);

    private static readonly Option<string?> JsonFile = new("--json")
    {
        Description = "Write the outcomes to this file as JSON; - for standard output, alone there.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "litmus",
            "The outcome table of each litmus test: what the model can come to and what was seen how often, each with a mark that is explained below it."
        )
        {
            Files,
            Chosen.Names,
            Chosen.Adapters,
            Chosen.Expectations,
            Chosen.Level,
            Schedules,
            Configurations,
            Seed,
            JsonFile,
        };
        command.SetInterruptible(Run);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var tests = Load(parsed.GetValue(Files) ?? []);
        var schedules = parsed.GetValue(Schedules);
        var limit = parsed.GetValue(Configurations);
        var level = Chosen.LevelOf(parsed);
        var chosen = Chosen.Of(parsed);
        if (chosen.Count == 0)
            return ExitCode.Adapter;
        var runtimes = chosen.ConvertAll(runtime => runtime.Create());
        using var json = Screen.OpenJson(parsed.GetValue(JsonFile));
        using var release = new Disposables(runtimes.OfType<IDisposable>());
        var surveys = runtimes
            .Zip(
                chosen,
                (runtime, named) =>
                    (runtime.Description, named.Adapter, Survey: new LitmusSurvey(runtime, schedules, parsed.GetValue(Seed), level, limit))
            )
            .ToList();
        var asked = tests
            .SelectMany(test =>
                surveys.Where(on => on.Description.Family == test.Program.Dialect).Select(on => (Test: test, on.Adapter, on.Survey))
            )
            .ToList();
        var reports = new List<LitmusReport>();
        var whole = 0;
        foreach (var (test, adapter, survey) in asked)
        {
            if (cancel.IsCancellationRequested)
                break;
            LitmusReport report;
            try
            {
                report = survey.Survey(test, cancel);
            }
            catch (AdapterException broken) when (Interruptible.IsCause(broken, cancel))
            {
                break;
            }

            reports.Add(report);
            OutcomeTable.Print(test, report, adapter);
            if (!cancel.IsCancellationRequested)
                whole = reports.Count;
        }

        var complete = whole == asked.Count;
        json?.Write(CatalogueJson.Outcomes(reports));
        if (asked.Count == 0)
            throw new UsageException(
                $"\"{tests[0].Name}\" is of the {Json.Lower(tests[0].Program.Dialect)} family, {string.Join(", ", surveys.Select(on => on.Description.Name))} of the other. Expected a runtime of its own; \"conformance list runtimes\" shows the families, and without --runtime the references are asked."
            );
        if (!complete)
            Console.WriteLine($"Interrupted: {whole} of {asked.Count} outcome tables are whole. Of what was seen so far:");
        Console.WriteLine(
            $"{reports.Count(report => report.Conforms)} of {reports.Count} conform, {reports.Count(report => report.IsOpen)} not judged.{Documented(reports)}"
        );
        OutcomeTable.PrintMarks(reports);
        OutcomeTable.PrintModel(reports);
        if (cancel.IsCancellationRequested)
            return ExitCode.Interrupted;
        if (reports.TrueForAll(report => report.IsOpen))
        {
            Console.WriteLine(
                "Nothing was judged, so nothing is known. Name a runtime that can be judged with --runtime; \"conformance list runtimes\" shows them."
            );
            return ExitCode.Violation;
        }

        return reports.All(report => report.AsExpected) ? ExitCode.Conforms : ExitCode.Violation;
    }

    private static List<LitmusTest> Load(string[] files)
    {
        var embedded = LitmusLibrary.Load();
        if (files.Length == 0)
            return [.. embedded];
        return
        [
            .. files.Select(file =>
                File.Exists(file) || Directory.Exists(file)
                    ? LitmusParser.Parse(
                        new NamedFile("", file, "a litmus file, or the name of an embedded test").Read(File.ReadAllText),
                        file
                    )
                    : embedded.FirstOrDefault(test => test.Name == file)
                        ?? throw new UsageException(
                            $"\"{file}\" is neither a file nor an embedded litmus test. {Known.Hint(file, embedded.Select(test => test.Name), "\"conformance list litmus\" shows the embedded ones.")}"
                        )
            ),
        ];
    }

    private static string Documented(List<LitmusReport> reports) =>
        reports.Count(report => !report.Ok && report.AsExpected) is > 0 and var count ? $" {count} differ, as documented." : "";
}
