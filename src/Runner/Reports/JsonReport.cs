using System.Text.Json;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Replays;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Reports;

/// <summary>The machine-readable report of a campaign: one JSON document, <c>conformance-report/1</c>.</summary>
public static class JsonReport
{
    /// <summary>The version of the spec that a report speaks of.</summary>
    public static string SpecVersion { get; } = typeof(Rule).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The document.</summary>
    public static string Of(CampaignResult result) => Json.Write(writer => Write(writer, result));

    private static void Write(Utf8JsonWriter writer, CampaignResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "conformance-report/1");
        writer.WriteString("spec", SpecVersion);
        writer.WriteNumber("seed", result.Options.Seed);
        writer.WriteBoolean("complete", result.Complete);
        writer.WriteStartArray("runtimes");
        foreach (var runtime in result.Runtimes)
            Write(writer, runtime);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RuntimeTally runtime)
    {
        var description = runtime.Description;
        writer.WriteStartObject();
        writer.WriteString("name", description.Name);
        writer.WriteString("family", Json.Lower(description.Family));
        writer.WriteString("language", description.Language);
        writer.WriteString("version", description.Version);
        writer.WriteString("identity", description.Identity);
        writer.WriteString("level", Json.Lower(runtime.Strictness));
        writer.WriteNumber("executions", runtime.Executions);
        writer.WriteNumber("programs", runtime.Programs);
        writer.WriteNumber("distinctTraces", runtime.DistinctTraces);
        writer.WriteNumber("errors", runtime.Errors);
        writer.WriteStartArray("rules");
        foreach (var rule in runtime.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Rule.Id);
            writer.WriteString("level", Json.Upper(rule.Rule.Level));
            writer.WriteString("verdict", Json.Lower(runtime.Verdict(rule)));
            writer.WriteNumber("triggers", rule.Triggers);
            if (rule.Undecided > 0)
                writer.WriteNumber("undecided", rule.Undecided);
            if (runtime.Verdict(rule) == Verdict.Skipped)
                writer.WriteString("reason", rule.Unsupported);
            Write(writer, "violations", rule.Findings);
            if (rule.Expected is { } expected)
                writer.WriteExpected(expected);
            if (rule.Differences.Count > 0)
                Write(writer, "differences", rule.Differences);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<Finding> findings)
    {
        writer.WriteStartArray(name);
        foreach (var finding in findings)
            Write(writer, finding);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("program", ProgramPrinter.Print(finding.Program));
        writer.WriteString("schedule", finding.Schedule.ToString());
        writer.WriteString("replay", finding.Token.ToString());
        writer.WriteString("message", finding.Violation.Message);
        writer.WriteEndObject();
    }
}
