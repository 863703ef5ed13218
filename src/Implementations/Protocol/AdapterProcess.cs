using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Conformance.Implementations.Protocol;

/// <summary>A running adapter: lines out, a line back for each, in order, each within a time. Disposing it ends its whole process tree.</summary>
internal sealed class AdapterProcess : IDisposable
{
    // How long after a process has ended its last words may still be on their way.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly ProtocolLimits limits;
    private readonly Process process;
    private readonly RequestLines requests;
    private readonly AnswerLines answers;
    private readonly RecentLines errors;
    private readonly Queue<RequestLines.Request> unanswered = new();
    private readonly CancellationTokenSource exited = new();
    private long lastAnswer;
    private string before = " before it answered \"hello\"";

    /// <summary>Starts it.</summary>
    /// <exception cref="AdapterFaultException">It cannot be started.</exception>
    internal AdapterProcess(AdapterCommand command, ProtocolLimits limits)
    {
        this.limits = limits;
        process = Start(command);
        process.Exited += (_, _) => exited.Cancel();
        process.EnableRaisingEvents = true;
        requests = new RequestLines(process.StandardInput.BaseStream);
        answers = new AnswerLines(process.StandardOutput.BaseStream, limits.LineLength);
        errors = new RecentLines(process.StandardError.BaseStream);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>Sends a request, without waiting for anything.</summary>
    internal void Send(byte[] request) => unanswered.Enqueue(requests.Add(request));

    /// <summary>Waits for the answer to the oldest request that has none yet.</summary>
    /// <param name="timeout">How long it may take, since the request was sent and the one before was answered.</param>
    /// <returns>The line of the answer, without its end.</returns>
    /// <exception cref="AdapterFaultException">There is none; the process is of no more use.</exception>
    internal byte[] Receive(TimeSpan timeout)
    {
        var request = unanswered.Dequeue();
        var answer = answers.Take(timeout - Stopwatch.GetElapsedTime(Math.Max(request.Time, lastAnswer)), exited.Token);
        if (answer.Kind == AnswerLines.Kind.Nothing && exited.IsCancellationRequested)
            answer = answers.Take(Patience, CancellationToken.None);
        lastAnswer = answer.Time;
        if (answer.Kind == AnswerLines.Kind.Line)
            before = "";
        return answer.Kind switch
        {
            AnswerLines.Kind.Line => answer.Line,
            AnswerLines.Kind.Truncated => throw Fault($"ended in the middle of a line{before}: \"{Shorten(answer.Line)}\""),
            AnswerLines.Kind.TooLong => throw Fault($"wrote a line of more than {limits.LineLength} bytes"),
            AnswerLines.Kind.Nothing when exited.IsCancellationRequested => throw Ended(),
            AnswerLines.Kind.Nothing when !request.IsWritten => throw Fault($"did not read a request within {timeout.TotalSeconds:0.#} s"),
            AnswerLines.Kind.Nothing => throw Fault(
                $"gave no answer{(before.Length > 0 ? " to \"hello\"" : "")} within {timeout.TotalSeconds:0.#} s"
            ),
            _ => throw Ended(),
        };
    }

    /// <summary>A fault of this adapter, with the last lines it wrote to standard error.</summary>
    internal AdapterFaultException Fault(string what)
    {
        Kill();
        var log = errors.Text(Patience);
        return new AdapterFaultException($"The adapter {what}.{(log.Length == 0 ? "" : $" Its last words on stderr:\n{log}")}");
    }

    /// <summary>The beginning of a line, for messages.</summary>
    internal static string Shorten(byte[] line) => Encoding.UTF8.GetString(line.AsSpan(0, Math.Min(line.Length, 120)));

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        requests.Add(Messages.Bye());
        requests.Close();
        process.WaitForExit(limits.Bye);
        Kill();
        answers.Close();
        process.Dispose();
    }

    /// <summary>Starts the process, its three streams redirected.</summary>
    /// <exception cref="AdapterFaultException">It cannot be started.</exception>
    internal static Process Start(AdapterCommand command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.Folder,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new AdapterFaultException($"The adapter \"{command}\" cannot be started: {Why(command.File, missing)}");
        }
    }

    private static string Why(string file, Win32Exception missing) =>
        Directory.Exists(file) ? $"\"{file}\" is a folder."
        : File.Exists(file) || SearchPath.Has(file)
            ? $"\"{file}\" cannot be run as a program. {new Win32Exception(missing.NativeErrorCode).Message}."
        : file.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? $"there is no file \"{file}\"."
        : $"there is no program \"{file}\" on PATH.";

    private AdapterFaultException Ended() =>
        Fault((process.WaitForExit(Patience) ? $"exited with code {process.ExitCode}" : "closed its standard output") + before);

    private void KillAtExit(object? sender, EventArgs e) => Kill();

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(limits.Bye);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }
}
