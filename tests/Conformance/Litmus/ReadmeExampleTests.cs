using Conformance.Implementations;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Tests.Samples;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Litmus;

/// <summary>The litmus test that the README begins with does what it says there, as it stands and as it is to be changed.</summary>
public sealed class ReadmeExampleTests
{
    private const string Joined = "join a b";
    private const string Awaited = "await a\nawait b";

    [Theory]
    [InlineData("executor", "lazy", Joined, "Allowed: a 20 / b 30")]
    [InlineData("executor-multi", "lazy", Joined, "Allowed: a 20 / b 30")]
    [InlineData("executor", "lazy", Awaited, "Forbidden: a 20 / b 50", "Contested: a 20 / b 30")]
    [InlineData("event-loop", "eager", Awaited, "Allowed: a 20 / b 30")]
    public void Outcomes_are_those_of_the_text(string runtime, string dialect, string end, params string[] outcomes) =>
        Survey(runtime, dialect, end).Outcomes.Select(outcome => $"{outcome.Mark}: {string.Join(" / ", outcome.Log)}").ShouldBe(outcomes);

    [Theory]
    [InlineData("executor-real", "lazy")]
    [InlineData("executor-multi-real", "lazy")]
    [InlineData("event-loop-real", "eager")]
    public void Nothing_is_forbidden_for_its_times_on_the_clock_of_the_machine(string runtime, string dialect) =>
        Survey(runtime, dialect, Joined).Outcomes.ShouldNotContain(outcome => outcome.IsViolation);

    private static LitmusReport Survey(string runtime, string dialect, string end)
    {
        var example = Example();
        example.ShouldContain(Joined);
        var text = example
            .Replace("program lazy", $"program {dialect}", StringComparison.Ordinal)
            .Replace(Joined, end, StringComparison.Ordinal);
        return new LitmusSurvey(RuntimeCatalogue.Find(runtime)!(), schedules: 3, seed: 1).Survey(LitmusParser.Parse(text, "mine.litmus"));
    }

    private static string Example()
    {
        var readme = File.ReadAllText(Path.Combine(Sample.Root, "README.md"));
        var from = readme.IndexOf("litmus my-first", StringComparison.Ordinal);
        return readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
