using System.CommandLine;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Reports;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance rule ID</c>: one rule's page.</summary>
internal static class RuleCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The rule's id, such as EAGER-01." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("rule", "One rule's page: its sentence, sources, litmus tests and mutants.") { Id };
        command.SetAction(parsed => Print(parsed.GetRequiredValue(Id)));
        return command;
    }

    private static int Print(string id)
    {
        var rule = Known.Rules([id])[0];
        Console.WriteLine(
            $"{rule.Id}  {rule.Title}  ({Json.Upper(rule.Level)}, {Json.Lower(rule.Family)}, chapter {rule.Chapter}{(rule.Observed ? ", level strict only" : "")})\n"
        );
        Console.WriteLine($"{rule.Text}\n\nTested by: {rule.Trigger}\n\nSources:");
        foreach (var source in rule.Sources)
            Console.WriteLine($"  {source}");
        var mutants = MutantCatalogue.All.Where(mutant => mutant.Rule == rule.Id).ToList();
        if (mutants.Count > 0)
            Console.WriteLine("\nWrong runtimes that it catches:");
        foreach (var mutant in mutants)
            Console.WriteLine($"  {mutant.Name}: {mutant.Description}");
        foreach (var test in LitmusLibrary.Load().Where(test => test.Rules.Contains(rule.Id, StringComparer.Ordinal)))
            Console.WriteLine($"\nLitmus {test.Name}: {test.Sentence}\n\n{ProgramPrinter.Print(test.Program)}");
        return ExitCode.Conforms;
    }
}
