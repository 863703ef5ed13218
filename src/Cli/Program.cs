using System.CommandLine;
using Conformance.Cli;
using Conformance.Cli.Commands;
using Conformance.Cli.Output;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;

Screen.Prepare();
var root = new RootCommand("Checks async runtimes against the executable specification of eager promises and lazy futures.")
{
    RunCommand.Create(),
    LitmusCommand.Create(),
    ReplayCommand.Create(),
    MutantsCommand.Create(),
    ListCommand.Create(),
    RuleCommand.Create(),
    BenchCommand.Create(),
    SpecCommand.Create(),
    AdapterCommands.Create(),
};

// Without a command: the default campaign on the embedded references. Its options count there too.
var parsed = root.Parse(args);
if (args is [] or [['-', ..], ..] && parsed.Errors.Count > 0)
    parsed = root.Parse(["run", .. args]);

try
{
    if (parsed.Errors.Count > 0)
    {
        Mistakes.Print(parsed);
        return ExitCode.Usage;
    }

    // Interrupted, a command has this long to print what it found: longer than an adapter may take over a program, or an adapter that
    // hangs would take all findings with it. A runtime that never returns does not keep the command alive.
    return await parsed.InvokeAsync(
        new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = ProtocolLimits.Default.Run + TimeSpan.FromSeconds(10),
        }
    );
}
catch (Exception wrong) when (wrong is UsageException or ProgramException or FormatException or IOException or UnauthorizedAccessException)
{
    Screen.Tell($"conformance: {wrong.Message}");
    return ExitCode.Usage;
}
catch (AggregateException wrong) when (wrong.InnerException is ProgramException)
{
    Screen.Tell($"conformance: {wrong.InnerException.Message}");
    return ExitCode.Usage;
}
catch (Exception broken) when ((broken is AggregateException ? broken.InnerException : broken) is AdapterFaultException or AdapterException)
{
    Screen.Tell($"conformance: {(broken as AggregateException)?.InnerException?.Message ?? broken.Message}");
    if (AdapterCommands.Take(parsed.CommandResult.Command))
        Screen.Tell("\"conformance adapter check CMD\" says what to do about an adapter that fails.");
    return ExitCode.Adapter;
}
