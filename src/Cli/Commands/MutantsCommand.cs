using System.CommandLine;
using System.Globalization;
using Conformance.Cli.Output;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Mutation;
using Conformance.Runner.Reports;
using Conformance.Spec.Rules;
using Spectre.Console;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance mutants</c>: proves that the suite bites.</summary>
internal static class MutantsCommand
{
    private static readonly Option<string[]> Rules = new("--rule") { Description = "Only the mutants of this rule; repeatable." };
    private static readonly Option<string?> JsonFile = new("--json")
    {
        Description = "Write the results to this file as JSON; - for standard output, alone there.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "mutants",
            "Proves that the suite bites: each wrong runtime, the rule that catches it, and after how many executions."
        )
        {
            Rules,
            Chosen.Level,
            JsonFile,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var wanted = Known.Rules(parsed.GetValue(Rules) ?? []).Select(rule => rule.Id).ToList();
        var level = Chosen.LevelOf(parsed) ?? Strictness.Strict;
        var all = MutantCatalogue.All.Where(mutant => wanted.Count == 0 || wanted.Contains(mutant.Rule, StringComparer.Ordinal)).ToList();
        if (all.Count == 0)
            throw new UsageException(
                $"No mutant is of {string.Join(", ", wanted)}. Expected a rule that a wrong runtime can break inside a program, such as EAGER-01."
            );
        var mutants = all.FindAll(mutant => MutantHunt.IsAsked(mutant, level));
        using var json = Screen.OpenJson(parsed.GetValue(JsonFile));
        var results = mutants.AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount);
        var done = new List<MutantResult>();
        foreach (var result in results.Select(mutant => cancel.IsCancellationRequested ? null : Hunt(mutant, level)))
        {
            if (result is not null)
                done.Add(result);
        }

        Print(done, mutants.Count);
        if (mutants.Count < all.Count)
            Console.WriteLine(
                $"{all.Count - mutants.Count} mutants show in orders only that are seen, not promised: they are hunted at level strict."
            );
        json?.Write(CatalogueJson.Mutants(done));
        if (cancel.IsCancellationRequested)
            return ExitCode.Interrupted;
        return done.All(result => result.Killed) ? ExitCode.Conforms : ExitCode.Violation;
    }

    private static string Share(int part, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 0 : 100.0 * part / all):0.0} %");

    private static MutantResult Hunt(Mutant mutant, Strictness level) =>
        MutantHunt.Hunt(mutant, level) with
        {
            RejectedByModel = MutantHunt.IsRejectedByModel(mutant),
        };

    private static void Print(List<MutantResult> results, int asked)
    {
        var table = Screen.Table("rule", "mutant", "caught", "by the model", "executions", "what the rule said");
        table.Columns[5].NoWrap = false;
        foreach (var result in results)
        {
            table.AddRow(
                result.Mutant.Rule,
                Markup.Escape(result.Mutant.Name),
                result.Killed ? "[green]yes[/]" : "[red]NO[/]",
                result.RejectedByModel ? "too" : "-",
                result.Executions.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(result.Message)
            );
        }

        Screen.Print(table);
        var killed = results.Count(result => result.Killed);
        if (results.Count < asked)
        {
            // A share of the mutants that happened to come first would pass for the score.
            Console.WriteLine($"Interrupted: {results.Count} of {asked} mutants were run. {killed} of these were caught.");
            return;
        }

        Console.WriteLine($"{killed} of {results.Count} mutants caught: mutation score {Share(killed, results.Count)}.");
        foreach (var family in results.GroupBy(result => result.Mutant.Create().Description.Family))
        {
            var (rejected, all) = (family.Count(result => result.RejectedByModel), family.Count());
            Console.WriteLine(
                $"The model alone rejects {rejected} of {all} of the {family.Key.ToString().ToLowerInvariant()} family: {Share(rejected, all)}."
            );
        }
    }
}
