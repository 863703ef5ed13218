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
        writer.WriteNumber("planned", runtime.Planned);
        writer.WriteNumber("distinctTraces", runtime.DistinctTraces);
        writer.WriteNumber("errors", runtime.Errors);
        WriteReasons(writer, "leftOut", runtime.LeftOut);
        WriteReasons(writer, "unsupported", runtime.Unsupported.Select(item => KeyValuePair.Create(item.Key, item.Value.Count)));
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
            writer.WriteStartArray("violations");
            foreach (var finding in rule.Findings)
                Write(writer, finding);
            writer.WriteEndArray();
            if (rule.Expected is { } expected)
                writer.WriteExpected(expected);
            if (rule.Differences.Count > 0)
            {
                writer.WriteStartArray("differences");
                foreach (var kind in rule.Differences)
                    Write(writer, kind.Example, kind.Count);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteReasons(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, long>> reasons)
    {
        writer.WriteStartArray(name);
        foreach (var (reason, count) in reasons.OrderByDescending(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("reason", reason);
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Finding finding, long? count = null)
    {
        writer.WriteStartObject();
        writer.WriteString("program", ProgramPrinter.Print(finding.Program));
        writer.WriteString("schedule", finding.Schedule.ToString());
        writer.WriteString("replay", finding.Token.ToString());
        writer.WriteString("message", finding.Violation.Message);
        if (count is { } times)
            writer.WriteNumber("count", times);
        writer.WriteEndObject();
    }
}
