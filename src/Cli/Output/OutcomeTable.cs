using System.Globalization;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;

namespace Conformance.Cli.Output;

/// <summary>The outcomes of litmus tests as text.</summary>
internal static class OutcomeTable
{
    // A program whose threads are free in much has thousands of outcomes; the JSON form has them all.
    private const int MostNeverSeen = 12;

    private static readonly (OutcomeMark Mark, string Word, string Meaning)[] Marks =
    [
        (OutcomeMark.Allowed, "allowed", "was seen, and the file allows it"),
        (
            OutcomeMark.OnlyTimes,
            "only times",
            "was seen; only its times differ from those of an outcome that the file allows, as the clock explains: \"only virtual-clock\" in the file asks for exact ones"
        ),
        (
            OutcomeMark.Possible,
            "possible",
            "was seen, but only where the file is not judged: not the runtime, the clock or the schedule that it asks for, or too late on the machine's clock; the model can come to it"
        ),
        (
            OutcomeMark.NeverSeen,
            "never seen",
            "may come and was not seen: more schedules may show it, or the runtime has settled what is left open"
        ),
        (
            OutcomeMark.Elsewhere,
            "elsewhere",
            "the file lists it for other runtimes; on this one it cannot come, or nothing says that it may"
        ),
        (
            OutcomeMark.Contested,
            "contested",
            "was not seen, and the file and the model contradict each other: one says that it may come, the other that it cannot"
        ),
        (OutcomeMark.NotJudged, "not judged", "was seen, but only in executions that neither the file nor the model judges"),
        (OutcomeMark.Forbidden, "forbidden", "was seen although the file forbids it: a violation"),
        (OutcomeMark.Impossible, "impossible", "was seen although the model cannot come to it: a violation"),
        (OutcomeMark.Rejected, "rejected", "was seen, but in an execution that the model cannot do: a violation"),
    ];

    /// <summary>Prints what a runtime showed for one test, and how to see it again when it must not be.</summary>
    /// <param name="test">The test.</param>
    /// <param name="report">What was shown.</param>
    /// <param name="adapter">The command line that starts the runtime's adapter; null when the runtime has a name to find it by.</param>
    public static void Print(LitmusTest test, LitmusReport report, string? adapter)
    {
        Console.WriteLine($"{test.Name} on {report.Runtime}: {Verdict(report)}{Share(report)}");
        var unseen = 0;
        foreach (var outcome in report.Outcomes)
        {
            if (outcome.Count == 0 && ++unseen > MostNeverSeen)
                continue;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {outcome.Count, 6}  {Word(outcome.Mark), -10}  {Said(outcome)}")
            );
        }

        if (unseen > MostNeverSeen)
            Console.WriteLine($"          and {unseen - MostNeverSeen} more that were never seen");
        if (report.Expected is null && report.Outcomes.FirstOrDefault(outcome => outcome.Replay is not null) is { Replay: { } token } first)
        {
            var outcome = Said(first);
            Console.WriteLine(
                report.Replayable ? $"  To see \"{outcome}\" again:" : $"  The runtime makes its own choices; to try \"{outcome}\" again:"
            );
            Console.WriteLine($"    {token.Command(adapter, report.Level)}");
            if (first is { Allowed: true, Rejection: { } why })
                Console.WriteLine($"  The model says: {why}");
        }
    }

    /// <summary>Prints what the marks mean that stand in the tables.</summary>
    public static void PrintMarks(IReadOnlyCollection<LitmusReport> reports)
    {
        var used = reports.SelectMany(report => report.Outcomes.Select(outcome => outcome.Mark)).ToHashSet();
        foreach (var (_, word, meaning) in Marks.Where(mark => used.Contains(mark.Mark)))
            Console.WriteLine($"  {word, -10}  {meaning}");
    }

    /// <summary>Prints how much the model could say, and how long it took to enumerate.</summary>
    public static void PrintModel(IReadOnlyCollection<LitmusReport> reports)
    {
        var executions = reports.Sum(report => report.Outcomes.Sum(outcome => outcome.Count));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Executions judged by the model: {reports.Sum(report => report.JudgedByModel):N0} of {executions:N0}."
            )
        );
        var known = reports.Where(report => report.Possible?.All is not null).Select(report => report.Possible!).ToList();
        if (known.Count > 0)
        {
            var times = known.Select(possible => possible.Time.TotalMilliseconds).Order().ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All outcomes enumerated by the model: {known.Count} of {reports.Count}, median {times[(times.Count - 1) / 2]:0.0} ms, longest {times[^1]:0} ms."
                )
            );
        }

        foreach (var why in reports.Where(report => report.Possible is { All: null }).GroupBy(report => report.Possible!.WhyNot))
            Console.WriteLine($"Not enumerated: {why.Count()}, {why.Key}.");
    }

    private static string Verdict(LitmusReport report) =>
        report.PassesUnexpectedly ? $"ok, although {report.Expected!.Place} lists it as a difference: remove the line"
        : report.Ok
            ? report.NotJudged is { } reason ? $"not judged: {reason}"
                : "ok"
        : report.Expected is { } expected ? $"differs, as documented: {expected}"
        : report.Outcomes.Any(outcome => outcome is { IsViolation: true, Allowed: false, Possible: true })
            ? "FORBIDDEN OUTCOME, though the model can come to it: the file may be mistaken"
        : report.Outcomes.Any(outcome => outcome is { IsViolation: true, Allowed: false, IsBeyondModel: true })
            ? "FORBIDDEN OUTCOME, and the model cannot come to it either"
        : report.Outcomes.Any(outcome => outcome is { IsViolation: true, Allowed: false }) ? "FORBIDDEN OUTCOME"
        : report.Outcomes.Any(outcome => outcome.Mark == OutcomeMark.Impossible) ? "IMPOSSIBLE OUTCOME"
        : "IMPOSSIBLE EXECUTION";

    private static string Share(LitmusReport report) =>
        report.Possible switch
        {
            { All: { } all } =>
                $"; seen {report.Outcomes.Count(outcome => outcome is { Count: > 0, Possible: true })} of {all.Count} possible",
            { WhyNot: var why } => $"; not enumerated: {why}",
            _ => "",
        };

    private static string Said(OutcomeCount outcome)
    {
        var log = string.Join(" / ", outcome.Log);
        return outcome.Ending.Length > 0 ? $"{log}  ({outcome.Ending})"
            : outcome.Log.Count == 0 ? "nothing"
            : log;
    }

    private static string Word(OutcomeMark mark) => Marks.First(known => known.Mark == mark).Word;
}
