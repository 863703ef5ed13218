using System.CommandLine;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;

namespace Conformance.Cli.Commands;

/// <summary>Commands that print what they have found when they are interrupted.</summary>
internal static class Interruptible
{
    // The signal reaches an adapter too, whose end may be noticed first.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Lets a command do this; that an adapter ends of the interruption is no failure.</summary>
    public static void SetInterruptible(this Command command, Func<ParseResult, CancellationToken, int> run) =>
        command.SetAction((parsed, cancel) => Task.Run(() => Run(run, parsed, cancel), CancellationToken.None));

    /// <summary>Whether an adapter failed because the command was interrupted.</summary>
    public static bool IsCause(Exception broken, CancellationToken cancel) =>
        (broken is AggregateException ? broken.InnerException : broken) is AdapterFaultException or AdapterException
        && cancel.WaitHandle.WaitOne(Patience);

    private static int Run(Func<ParseResult, CancellationToken, int> run, ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            return run(parsed, cancel);
        }
        catch (Exception broken) when (IsCause(broken, cancel))
        {
            Console.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
    }
}
