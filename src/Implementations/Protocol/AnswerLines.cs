using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conformance.Implementations.Protocol;

/// <summary>
/// Reads the lines of an adapter's answers on a thread of its own. Few are kept at a time: an adapter that floods the stream
/// waits in its own write, and takes no memory here.
/// </summary>
internal sealed class AnswerLines
{
    private const int KeptLines = 16;
    private readonly BlockingCollection<Answer> answers = new(KeptLines);
    private readonly CancellationTokenSource closed = new();
    private readonly int longest;

    private static long Now => Stopwatch.GetTimestamp();

    internal AnswerLines(Stream stream, int longest)
    {
        this.longest = longest;
        new Thread(() => Read(stream)) { IsBackground = true, Name = "adapter stdout" }.Start();
    }

    internal enum Kind
    {
        Line,
        Truncated,
        TooLong,
        End,
        Nothing,
    }

    /// <summary>The next line, or why there is none: <see cref="Kind.Nothing"/> when none came in time.</summary>
    internal Answer Take(TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            var milliseconds = (int)Math.Max(0, timeout.TotalMilliseconds);
            return answers.TryTake(out var answer, milliseconds, cancel) ? answer : new Answer(Kind.Nothing, [], Now);
        }
        catch (OperationCanceledException)
        {
            return new Answer(Kind.Nothing, [], Now);
        }
    }

    /// <summary>Stops reading: nobody takes lines any more.</summary>
    internal void Close() => closed.Cancel();

    private void Read(Stream stream)
    {
        var line = new byte[4096];
        var length = 0;
        var buffer = new byte[65536];
        while (StreamBytes.Read(stream, buffer) is > 0 and var count)
        {
            var rest = buffer.AsSpan(0, count);
            while (rest.Length > 0)
            {
                var end = rest.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                if (length + part.Length > longest)
                {
                    Add(new Answer(Kind.TooLong, [], Now));
                    return;
                }

                if (length + part.Length > line.Length)
                    Array.Resize(ref line, Math.Min(longest, (length + part.Length) * 2));
                part.CopyTo(line.AsSpan(length));
                length += part.Length;
                if (end < 0)
                    break;
                if (!Add(new Answer(Kind.Line, line.AsSpan(0, length).ToArray(), Now)))
                    return;
                length = 0;
                rest = rest[(end + 1)..];
            }
        }

        Add(length > 0 ? new Answer(Kind.Truncated, line.AsSpan(0, length).ToArray(), Now) : new Answer(Kind.End, [], Now));
    }

    private bool Add(Answer answer)
    {
        try
        {
            answers.Add(answer, closed.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <param name="Kind">What came.</param>
    /// <param name="Line">The line without its end; empty when there is none.</param>
    /// <param name="Time">When it came, as a timestamp.</param>
    internal readonly record struct Answer(Kind Kind, byte[] Line, long Time);
}
