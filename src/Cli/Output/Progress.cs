using System.Collections.Concurrent;
using Conformance.Runner.Campaigns;
using Spectre.Console;

namespace Conformance.Cli.Output;

/// <summary>Shows how far a campaign is, on a terminal only.</summary>
internal static class Progress
{
    /// <summary>Runs a campaign and shows its progress.</summary>
    public static CampaignResult Watch(Func<Action<CampaignProgress>?, CampaignResult> run)
    {
        if (!Screen.Interactive)
            return run(null);
        var tasks = new ConcurrentDictionary<string, ProgressTask>(StringComparer.Ordinal);
        return AnsiConsole
            .Progress()
            .AutoClear(true)
            .Start(context =>
                run(step =>
                {
                    var task = tasks.GetOrAdd(step.Runtime, name => context.AddTask(name, maxValue: step.Total));
                    task.Value = step.Done;
                    if (step.Violations > 0)
                        task.Description = $"{step.Runtime} [red]{step.Violations} violations[/]";
                })
            );
    }
}
