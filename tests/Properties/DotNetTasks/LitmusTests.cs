using Conformance.Implementations.DotNetTasks;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

/// <summary>The litmus files beside the adapter: what tasks do, where Node's family does otherwise or says nothing.</summary>
public sealed class LitmusTests
{
    public static TheoryData<string> Files => [.. Repository.Files("*.litmus", "src/Implementations/DotNetTasks")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Outcomes_are_those_of_the_file(string path)
    {
        var litmus = LitmusParser.Parse(Repository.Read(path), path);
        var simulated = new LitmusSurvey(new DotNetTasksRuntime(), 100, 1, limit: 0).Survey(litmus);
        Assert.True(simulated.NotJudged is null, Describe(simulated));
        Assert.All(simulated.Outcomes, outcome => Assert.True(outcome is { Count: > 0, Allowed: true }, Describe(simulated)));
        var real = new LitmusSurvey(DotNetTasksRuntime.ForReal(), 3, 1).Survey(litmus);
        Assert.True(real.Ok, Describe(real));
    }

    private static string Describe(LitmusReport report) =>
        $"{report.Name} on {report.Runtime}: {string.Join(", ", report.Outcomes.Select(outcome => $"{string.Join(" / ", outcome.Log)} {outcome.Count} times"))}";
}
