using System.Globalization;
using Conformance.Runner.Campaigns;

namespace Conformance.Cli.Output;

/// <summary>What a campaign says of the list of what a runtime does otherwise by design.</summary>
internal static class Differences
{
    private const int MostKinds = 4;

    /// <summary>Prints the documented differences that showed, those that no longer do, and those that nobody has documented yet.</summary>
    /// <param name="runtime">What the campaign counted.</param>
    /// <param name="adapter">The command line that starts the runtime's adapter; null when the runtime has a name to find it by.</param>
    public static void Print(RuntimeTally runtime, string? adapter)
    {
        foreach (var rule in runtime.Rules)
        {
            var shown = string.Concat(
                rule.Differences.OrderByDescending(kind => kind.Count).Take(MostKinds).Select(kind => Kind(kind, adapter))
            );
            if (rule.Differences.Count > MostKinds)
                shown += $"\n  and {rule.Differences.Count - MostKinds} kinds more: --json has them all";
            switch (runtime.Verdict(rule))
            {
                case Verdict.Differs when rule.Expected is { } expected:
                    Console.WriteLine($"{rule.Rule.Id} differs on {runtime.Description.Name}, as documented: {expected}{shown}");
                    break;
                case Verdict.Flaky:
                    Console.WriteLine(
                        $"{rule.Rule.Id} is flaky on {runtime.Description.Name}, as documented; it did not hold in {rule.Documented} of {rule.Executions} executions: {rule.Expected}{shown}"
                    );
                    break;
            }
        }

        foreach (var litmus in runtime.Litmuses.Where(litmus => litmus is { Forbidden: > 0, Expected: not null }))
        {
            var by = litmus.Expected!.Names(litmus.Test) ? litmus.Expected.ToString() : $"see {litmus.Expected.Subject}";
            Console.WriteLine($"litmus {litmus.Test.Name} differs on {runtime.Description.Name}, as documented: {by}");
        }

        foreach (var expected in runtime.UnexpectedPasses)
            Console.WriteLine(
                $"{expected.Place}: {expected.Subject} is listed as a difference, but {runtime.Description.Name} conforms. If the runtime has changed, remove the line; if it differs at times only, write \"flaky\" into its fourth cell."
            );
        foreach (var expected in runtime.Expectations.All.Where(expected => expected.Link.Length == 0))
            Console.WriteLine($"{expected.Place}: {expected.Subject} has no link. Where is the difference documented?");
    }

    // Names and numbers of the example stand for all of its kind.
    private static string Kind(DifferenceKind kind, string? adapter) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\n  {kind.Count:N0} × such as: {kind.Example.Violation.Message}\n    {kind.Example.ReplayCommand(adapter)}"
        );
}
