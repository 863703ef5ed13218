using System.Text.Json;
using Conformance.Runner.Benchmarks;
using Conformance.Runner.Litmuses;
using Conformance.Runner.Mutation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Reports;

/// <summary>The machine-readable forms of what the command line lists.</summary>
public static class CatalogueJson
{
    /// <summary><c>list rules --json</c>.</summary>
    public static string Rules(IEnumerable<RuleInfo> rules) =>
        Array(
            rules,
            (writer, rule) =>
            {
                writer.WriteString("id", rule.Id);
                writer.WriteString("title", rule.Title);
                writer.WriteString("level", Json.Upper(rule.Level));
                writer.WriteString("family", Json.Lower(rule.Family));
                writer.WriteString("chapter", rule.Chapter);
                writer.WriteString("text", rule.Text);
                writer.WriteTexts("sources", rule.Sources);
                writer.WriteTexts("litmus", rule.Litmus);
                writer.WriteTexts("mutants", rule.Mutants);
                writer.WriteBoolean("testable", rule.Testable);
            }
        );

    /// <summary><c>list runtimes --json</c>.</summary>
    public static string Runtimes(IEnumerable<RuntimeDescription> runtimes) =>
        Array(
            runtimes,
            (writer, runtime) =>
            {
                writer.WriteString("name", runtime.Name);
                writer.WriteString("family", Json.Lower(runtime.Family));
                writer.WriteString("clock", Json.Lower(runtime.Clock));
                writer.WriteNumber("workers", runtime.Workers);
                writer.WriteBoolean("controlled", runtime.Controlled);
                writer.WriteString("language", runtime.Language);
                writer.WriteString("version", runtime.Version);
                writer.WriteString("identity", runtime.Identity);
            }
        );

    /// <summary><c>list litmus --json</c>.</summary>
    public static string Litmus(IEnumerable<LitmusTest> tests) =>
        Array(
            tests,
            (writer, test) =>
            {
                writer.WriteString("name", test.Name);
                writer.WriteString("dialect", Json.Lower(test.Program.Dialect));
                writer.WriteString("sentence", test.Sentence);
                writer.WriteString("source", test.Source);
                writer.WriteTexts("rules", test.Rules);
            }
        );

    /// <summary><c>litmus --json</c>.</summary>
    public static string Outcomes(IEnumerable<LitmusReport> reports) =>
        Array(
            reports,
            (writer, report) =>
            {
                writer.WriteString("file", report.File);
                writer.WriteString("name", report.Name);
                writer.WriteString("runtime", report.Runtime);
                writer.WriteBoolean("ok", report.Ok);
                if (report.NotJudged is { } reason)
                    writer.WriteString("notJudged", reason);
                if (report.Expected is { } expected)
                    writer.WriteExpected(expected);
                if (report.Possible is { } possible)
                    WriteModel(writer, possible, report.JudgedByModel);
                writer.WriteStartArray("outcomes");
                foreach (var outcome in report.Outcomes)
                {
                    writer.WriteStartObject();
                    writer.WriteTexts("log", outcome.Log);
                    if (outcome.Ending.Length > 0)
                        writer.WriteString("ending", outcome.Ending);
                    writer.WriteNumber("count", outcome.Count);
                    writer.WriteString("mark", Json.Lower(outcome.Mark));
                    writer.WriteBoolean("allowed", outcome.Allowed);
                    writer.WriteBoolean("judged", outcome.Judged);
                    if (outcome.Possible is { } reachable)
                        writer.WriteBoolean("possible", reachable);
                    if (outcome.Rejection is { } rejection)
                        writer.WriteString("rejection", rejection);
                    if (outcome.Replay is { } token)
                        writer.WriteString("replay", token.ToString());
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
        );

    /// <summary><c>mutants --json</c>.</summary>
    public static string Mutants(IEnumerable<MutantResult> results) =>
        Array(
            results,
            (writer, result) =>
            {
                writer.WriteString("name", result.Mutant.Name);
                writer.WriteString("rule", result.Mutant.Rule);
                writer.WriteBoolean("killed", result.Killed);
                writer.WriteString("by", result.By);
                writer.WriteBoolean("rejectedByModel", result.RejectedByModel);
                writer.WriteNumber("executions", result.Executions);
                writer.WriteString("message", result.Message);
            }
        );

    /// <summary><c>bench --json</c>.</summary>
    public static string Bench(IEnumerable<BenchResult> results) =>
        Array(
            results,
            (writer, result) =>
            {
                writer.WriteString("workload", result.Workload);
                writer.WriteNumber("executionsPerSecond", Math.Round(result.ExecutionsPerSecond));
                writer.WriteNumber("nanosecondsPerStep", Math.Round(result.NanosecondsPerStep, 1));
                writer.WriteNumber("bytesPerExecution", result.BytesPerExecution);
                writer.WriteBoolean("checked", result.Checked);
            }
        );

    private static void WriteModel(Utf8JsonWriter writer, PossibleOutcomes possible, int judged)
    {
        writer.WriteStartObject("model");
        writer.WriteNumber("judged", judged);
        writer.WriteBoolean("enumerated", possible.All is not null);
        if (possible.All is { } all)
            writer.WriteNumber("outcomes", all.Count);
        else
            writer.WriteString("reason", possible.WhyNot);
        writer.WriteNumber("configurations", possible.Configurations);
        writer.WriteNumber("milliseconds", Math.Round(possible.Time.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    private static string Array<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        Json.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                writer.WriteStartObject();
                write(writer, item);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
