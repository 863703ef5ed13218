using System.CommandLine;
using Conformance.Cli.Output;
using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Reports;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Spectre.Console;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance list</c>: what there is.</summary>
internal static class ListCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "As JSON, on standard output." };

    /// <summary>The command.</summary>
    public static Command Create() =>
        new("list", "What there is: runtimes, rules, litmus tests.")
        {
            Part("runtimes", "The runtimes that can be checked by name.", Runtimes),
            Part("rules", "The rules.", Rules),
            Part("litmus", "The embedded litmus tests.", Litmus),
        };

    private static Command Part(string name, string description, Action<bool> list)
    {
        var command = new Command(name, description) { AsJson };
        command.SetAction(parsed =>
        {
            list(parsed.GetValue(AsJson));
            return ExitCode.Conforms;
        });
        return command;
    }

    private static void Runtimes(bool json)
    {
        var runtimes = Chosen.Present(RuntimeCatalogue.Names).ConvertAll(Describe);
        if (json)
        {
            Console.Write(CatalogueJson.Runtimes(runtimes));
            return;
        }

        var table = Screen.Table("runtime", "family", "clock", "workers", "scheduled", "identity");
        foreach (var runtime in runtimes)
        {
            table.AddRow(
                runtime.Name,
                Json.Lower(runtime.Family),
                Json.Lower(runtime.Clock),
                $"{runtime.Workers}",
                runtime.Controlled ? "yes" : "no",
                Markup.Escape(runtime.Identity)
            );
        }

        Screen.Print(table);
    }

    private static RuntimeDescription Describe(string name)
    {
        var runtime = RuntimeCatalogue.Find(name)!();
        using (runtime as IDisposable)
            return runtime.Description;
    }

    private static void Rules(bool json)
    {
        if (json)
        {
            Console.Write(CatalogueJson.Rules(Catalogue.Create().Select(rule => rule.Info)));
            return;
        }

        var table = Screen.Table("rule", "level", "family", "chapter", "title");
        foreach (var rule in Campaign.AllRules().Select(rule => rule.Info))
            table.AddRow(rule.Id, Json.Upper(rule.Level), Json.Lower(rule.Family), Markup.Escape(rule.Chapter), Markup.Escape(rule.Title));
        Screen.Print(table);
    }

    private static void Litmus(bool json)
    {
        var tests = LitmusLibrary.Load();
        if (json)
        {
            Console.Write(CatalogueJson.Litmus(tests));
            return;
        }

        var table = Screen.Table("litmus", "dialect", "rules", "what it shows");
        table.Columns[3].NoWrap = false;
        foreach (var test in tests)
            table.AddRow(test.Name, Json.Lower(test.Program.Dialect), string.Join(' ', test.Rules), Markup.Escape(test.Sentence));
        Screen.Print(table);
    }
}
