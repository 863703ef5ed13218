using System.CommandLine;
using System.Globalization;
using Conformance.Cli.Output;
using Conformance.Runner.Benchmarks;
using Conformance.Runner.Reports;
using Spectre.Console;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance bench</c>: how fast executing and checking is on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Option<string?> JsonFile = new("--json")
    {
        Description = "Write the results to this file as JSON; - for standard output, alone there.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Executions a second and nanoseconds a step of the named workloads, on one core of this machine."
        )
        {
            JsonFile,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        using var json = Screen.OpenJson(parsed.GetValue(JsonFile));
        var results = new List<BenchResult>();
        var workloads = Workloads.All.ToList();
        foreach (var workload in workloads)
        {
            try
            {
                results.Add(workload(cancel));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        var table = Screen.Table("workload", "executions/s", "ns/step", "bytes/execution");
        foreach (var result in results)
        {
            table.AddRow(
                result.Workload,
                result.ExecutionsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
                result.NanosecondsPerStep.ToString("N1", CultureInfo.InvariantCulture),
                result.BytesPerExecution.ToString("N0", CultureInfo.InvariantCulture)
            );
        }

        Screen.Print(table);
        json?.Write(CatalogueJson.Bench(results));
        if (results.Count < workloads.Count)
            Console.WriteLine($"Interrupted: {results.Count} of {workloads.Count} workloads were measured.");
        return cancel.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Conforms;
    }
}
