using System.Text.Json;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

public sealed class JsonShapeTests
{
    [Fact]
    public async Task Report_of_a_run()
    {
        var report = await Json(
            "run",
            "--runtime",
            "late-executor",
            "--rule",
            "EAGER-01",
            "--programs",
            "2",
            "--schedules",
            "2",
            "--seed",
            "9"
        );
        Keys(report).ShouldBe(["schema", "spec", "seed", "complete", "runtimes"]);
        report.GetProperty("schema").GetString().ShouldBe("conformance-report/1");
        report.GetProperty("seed").GetInt64().ShouldBe(9);
        report.GetProperty("complete").GetBoolean().ShouldBeTrue();
        var runtime = report.GetProperty("runtimes").EnumerateArray().ShouldHaveSingleItem();
        string[] identity = ["name", "family", "language", "version", "identity", "level"];
        string[] counts = ["executions", "programs", "planned", "distinctTraces", "errors", "leftOut", "unsupported"];
        Keys(runtime).ShouldBe([.. identity, .. counts, "rules"]);
        var rule = runtime.GetProperty("rules").EnumerateArray().ShouldHaveSingleItem();
        Keys(rule).ShouldBe(["id", "level", "verdict", "triggers", "violations"]);
        rule.GetProperty("id").GetString().ShouldBe("EAGER-01");
        rule.GetProperty("level").GetString().ShouldBe("MUST");
        rule.GetProperty("verdict").GetString().ShouldBe("fail");
        var violation = rule.GetProperty("violations").EnumerateArray().ShouldHaveSingleItem();
        Keys(violation).ShouldBe(["program", "schedule", "replay", "message"]);
    }

    [Fact]
    public async Task What_a_runtime_refused_is_counted()
    {
        var report = await Json("run", "--runtime", "executor", "--rule", "LAZY-01", "--programs", "0", "--schedules", "1");
        var refused = report.GetProperty("runtimes")[0].GetProperty("unsupported").EnumerateArray().First();
        refused.GetProperty("reason").GetString().ShouldBe("\"advance\": only a paused clock can be advanced.");
        refused.GetProperty("count").GetInt64().ShouldBePositive();
    }

    [Fact]
    public async Task Rules()
    {
        var listed = await CommandLine.Run("list", "rules", "--json");
        listed.Code.ShouldBe(0, listed.Errors);
        using var document = JsonDocument.Parse(listed.Output);
        var rules = document.RootElement.EnumerateArray().ToList();
        rules.Select(rule => rule.GetProperty("id").GetString()).ShouldBe(Catalogue.Create().Select(rule => rule.Info.Id));
        foreach (var rule in rules)
        {
            Keys(rule).ShouldBe(["id", "title", "level", "family", "chapter", "text", "sources", "litmus", "mutants", "testable"]);
            var isTestable = rule.GetProperty("testable").GetBoolean();
            foreach (var list in (string[])(isTestable ? ["sources", "litmus", "mutants"] : ["sources"]))
                rule.GetProperty(list).GetArrayLength().ShouldBePositive($"{list} of {rule.GetProperty("id")}");
        }
    }

    [Theory]
    [InlineData("runtimes", "event-loop")]
    [InlineData("litmus", "eager-01-executor-runs-at-once")]
    public async Task Other_lists(string what, string expected)
    {
        var listed = await CommandLine.Run("list", what, "--json");
        listed.Code.ShouldBe(0, listed.Errors);
        using var document = JsonDocument.Parse(listed.Output);
        document.RootElement.EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldContain(expected);
    }

    [Fact]
    public async Task Mutants()
    {
        var mutants = await Json("mutants", "--rule", "EAGER-01");
        var mutant = mutants.EnumerateArray().First();
        Keys(mutant).ShouldBe(["name", "rule", "killed", "by", "rejectedByModel", "executions", "message"]);
        mutant.GetProperty("killed").GetBoolean().ShouldBeTrue();
        mutant.GetProperty("by").GetString().ShouldBe("EAGER-01");
    }

    [Fact]
    public async Task Outcomes_of_a_litmus()
    {
        var name = LitmusLibrary.Load()[0].Name;
        var outcomes = await Json("litmus", name, "--runtime", "event-loop", "--schedules", "5");
        var litmus = outcomes.EnumerateArray().ShouldHaveSingleItem();
        Keys(litmus).ShouldBe(["file", "name", "runtime", "ok", "model", "outcomes"]);
        litmus.GetProperty("name").GetString().ShouldBe(name);
        Keys(litmus.GetProperty("model")).ShouldBe(["judged", "enumerated", "outcomes", "configurations", "milliseconds"]);
        var seen = litmus.GetProperty("outcomes").EnumerateArray().First();
        string[] members = ["log", "count", "mark", "allowed", "judged", "possible"];
        members.ShouldBeSubsetOf(Keys(seen));
        seen.GetProperty("mark").GetString().ShouldBe("allowed");
    }

    private static async Task<JsonElement> Json(params string[] words)
    {
        var file = Path.GetTempFileName();
        try
        {
            var run = await CommandLine.Run([.. words, "--json", file]);
            run.Code.ShouldBeInRange(0, 1, run.Output + run.Errors);
            return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
