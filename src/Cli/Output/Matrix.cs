using System.Globalization;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Rules;
using Spectre.Console;

namespace Conformance.Cli.Output;

/// <summary>The matrix of a campaign: a row a rule, a column a runtime, each cell the verdict and how often the rule was really tested.</summary>
internal static class Matrix
{
    /// <summary>Prints it.</summary>
    public static void Print(CampaignResult result)
    {
        var table = Screen.Table(["rule", "level", "title", .. result.Runtimes.Select(runtime => runtime.Description.Name)]);
        var rules = result.Runtimes.SelectMany(runtime => runtime.Rules).Select(rule => rule.Rule).DistinctBy(rule => rule.Id);
        foreach (var rule in rules)
        {
            var cells = result.Runtimes.Select(runtime => Cell(runtime, runtime.Rules.First(tally => tally.Rule.Id == rule.Id)));
            table.AddRow([rule.Id, rule.Level.ToString().ToUpperInvariant(), Markup.Escape(rule.Title), .. cells]);
        }

        Screen.Print(table);
        foreach (var runtime in result.Runtimes)
            Console.WriteLine(Summary(runtime));
    }

    private static string Cell(RuntimeTally runtime, RuleTally rule)
    {
        var count = rule.Triggers.ToString("N0", CultureInfo.InvariantCulture);
        return runtime.Verdict(rule) switch
        {
            Verdict.Pass => $"[green]pass[/] {count}",
            Verdict.Fail => $"[red]FAIL[/] {rule.Violations} of {rule.Executions}",
            Verdict.Observed => $"[blue]observed[/] {count}",
            Verdict.Vacuous => "[yellow]vacuous[/]",
            Verdict.Error => "[red]error[/]",
            Verdict.NotRun => "[yellow]not run[/]",
            Verdict.Differs => $"[blue]differs[/] {rule.Documented} of {rule.Executions}",
            Verdict.Flaky => $"[yellow]flaky[/] {rule.Documented} of {rule.Executions}",
            Verdict.UnexpectedPass => $"[red]PASSES[/] {count}",
            Verdict.Skipped => "[yellow]skipped[/]",
            _ => "[grey]-[/]",
        };
    }

    private static string Summary(RuntimeTally runtime)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{runtime.Description.Name}: {runtime.Programs:N0} programs, {runtime.Executions:N0} executions, {runtime.DistinctTraces:N0} distinct traces, {runtime.Deadlocks:N0} deadlocks, {runtime.Replays:N0} replayed and compared{(runtime.Strictness == Strictness.Portable ? ", level portable" : "")}"
        );
        if (runtime.Stopped is { } stopped)
            line += $"\n  {stopped}";
        foreach (var rule in runtime.Rules.Where(rule => rule.Undecided > 0))
            line += string.Create(
                CultureInfo.InvariantCulture,
                $"\n  {rule.Rule.Id} could not be judged in {rule.Undecided:N0} {(rule.Undecided == 1 ? "execution" : "executions")}: the events leave too much open"
            );
        foreach (var (reason, count) in runtime.LeftOut.OrderByDescending(item => item.Value))
            line += string.Create(CultureInfo.InvariantCulture, $"\n  left out of {count:N0} random programs: {reason}");
        foreach (var (reason, refused) in runtime.Unsupported.OrderByDescending(item => item.Value.Count))
            line += $"\n  unsupported in {refused}: {reason}";
        if (runtime.NeverAsked)
            line +=
                "\n  it says that schedules decide its free choices, but never asked for one: if it makes any itself, a violation may not show again, and more than one schedule shows nothing new";
        if (runtime.Errors > 0)
            line += $"\n  the adapter failed {runtime.Errors} times";
        foreach (var message in runtime.ErrorMessages)
            line += $"\n    {message}";
        return line;
    }
}
