using System.Text;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Reports;

/// <summary>How a violation looks to a person: the rule's sentence, the small program, its timeline, one command to paste.</summary>
public static class FailureReport
{
    // The command to paste carries all of them.
    private const int ShownChoices = 60;

    /// <summary>The text, in plain characters.</summary>
    /// <param name="finding">The violation.</param>
    /// <param name="adapter">The command line that starts the runtime's adapter; null when the runtime has a name to find it by.</param>
    public static string Of(Finding finding, string? adapter = null)
    {
        var text = new StringBuilder();
        text.Append($"{finding.Rule.Id} {finding.Rule.Title} — violated by {finding.Runtime} ({finding.Origin})\n\n");
        text.Append($"  The rule:  {finding.Rule.Text}\n");
        text.Append($"  Found:     {finding.Violation.Message}\n\n");
        text.Append("The program, as small as it could be made:\n\n");
        text.Append(Indent(ProgramPrinter.Print(finding.Program)));
        var choices = finding.Schedule.Choices;
        text.Append(
            choices.Count == 0
                ? "\nUnder the runtime's own schedule:\n\n"
                : $"\nUnder the schedule {Beginning(finding.Schedule)} ({choices.Count(choice => choice != 0)} choices differ from the runtime's own):\n\n"
        );
        text.Append(Indent(finding.Timeline));
        text.Append(finding.Replayable ? "\nTo see it again:\n\n" : "\nThe runtime makes its own choices; to try it again:\n\n");
        text.Append($"  {finding.ReplayCommand(adapter)}\n");
        return text.ToString();
    }

    private static string Beginning(Schedule schedule) =>
        schedule.Choices.Count <= ShownChoices
            ? $"{schedule}"
            : $"{new Schedule(Sequence.From(schedule.Choices.Take(ShownChoices)))},… {schedule.Choices.Count} choices long";

    private static string Indent(string text) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"  {line}\n"));
}
