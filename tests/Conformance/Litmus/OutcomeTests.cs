using System.Text;
using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using VerifyXunit;
using Xunit;
using static VerifyXunit.Verifier;

namespace Conformance.Tests.Litmus;

public sealed class OutcomeTests
{
    private const int Schedules = 500;

    public static TheoryData<string> Simulated => [.. RuntimeCatalogue.Default, "executor-paused"];

    [Theory]
    [MemberData(nameof(Simulated))]
    public Task Outcomes(string runtime)
    {
        var instance = RuntimeCatalogue.Find(runtime)!();
        var survey = new LitmusSurvey(instance, Schedules, seed: 1, limit: 0);
        var text = new StringBuilder();
        foreach (var litmus in Campaign.Litmuses(instance.Description.Family).Where(litmus => litmus.AppliesTo(instance.Description)))
        {
            text.Append(litmus.Name).Append('\n');
            foreach (var line in survey.Survey(litmus).Outcomes.Select(Line).Order(StringComparer.Ordinal))
                text.Append("  ").Append(line).Append('\n');
        }

        var settings = new VerifySettings();
        settings.UseTextForParameters($"runtime={runtime}");
        return Verify(text.ToString(), settings);
    }

    private static string Line(OutcomeCount outcome)
    {
        var mark =
            !outcome.Allowed ? "forbidden"
            : outcome.Count == 0 ? "never seen"
            : "seen";
        var ending = outcome.Ending.Length == 0 ? "" : $" ({outcome.Ending})";
        return $"{mark}: {string.Join(" / ", outcome.Log)}{ending}";
    }
}
