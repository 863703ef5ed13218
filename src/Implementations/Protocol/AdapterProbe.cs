using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Conformance.Implementations.Protocol;

/// <summary>What an adapter did with a conversation that is not a campaign's.</summary>
/// <param name="Answers">The first lines it wrote.</param>
/// <param name="ExitCode">What it ended with; null when it had to be killed.</param>
public sealed record ProbeResult(IReadOnlyList<string> Answers, int? ExitCode);

/// <summary>Starts an adapter, says something to it and sees what it does: for what no host of a campaign says.</summary>
public static class AdapterProbe
{
    private const int MostAnswers = 4;
    private const int LongestAnswer = 1 << 20;

    /// <summary>The request that each conversation begins with.</summary>
    public static string Hello { get; } = Text(Messages.Hello());

    /// <summary>The request that ends a conversation.</summary>
    public static string Bye { get; } = Text(Messages.Bye());

    /// <summary>Says these lines, then waits for the adapter to end by itself.</summary>
    /// <param name="command">How the adapter is started.</param>
    /// <param name="lines">What is said, a line each.</param>
    /// <param name="close">Whether its standard input is closed after that.</param>
    /// <param name="patience">How long it may take to end; then it is killed with all that it started.</param>
    /// <exception cref="AdapterFaultException">It cannot be started.</exception>
    public static ProbeResult Say(AdapterCommand command, IEnumerable<string> lines, bool close, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = AdapterProcess.Start(command);
        var answers = new AnswerLines(process.StandardOutput.BaseStream, LongestAnswer);
        _ = new RecentLines(process.StandardError.BaseStream);
        Write(process.StandardInput.BaseStream, lines, close);
        var seen = new List<string>();
        while (
            seen.Count < MostAnswers
            && answers.Take(patience - Stopwatch.GetElapsedTime(start), CancellationToken.None)
                is { Kind: AnswerLines.Kind.Line or AnswerLines.Kind.Truncated } answer
        )
            seen.Add(Encoding.UTF8.GetString(answer.Line));
        answers.Close();
        var left = patience - Stopwatch.GetElapsedTime(start);
        int? code = process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero) ? process.ExitCode : null;
        Kill(process);
        return new ProbeResult(seen, code);
    }

    private static string Text(byte[] line) => Encoding.UTF8.GetString(line).TrimEnd('\n');

    private static void Write(Stream input, IEnumerable<string> lines, bool close)
    {
        try
        {
            foreach (var line in lines)
                input.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            input.Flush();
            if (close)
                input.Close();
        }
        catch (IOException)
        {
            // It has ended already: its exit code and its answers tell.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }
}
