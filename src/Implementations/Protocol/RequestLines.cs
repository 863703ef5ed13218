using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conformance.Implementations.Protocol;

/// <summary>
/// Writes the requests to an adapter on a thread of its own: an adapter that does not read fills the pipe and blocks the writer, and
/// one that is busy with an earlier program reads later.
/// </summary>
internal sealed class RequestLines
{
    private readonly BlockingCollection<Request> requests = [];

    internal RequestLines(Stream stream) => new Thread(() => Write(stream)) { IsBackground = true, Name = "adapter stdin" }.Start();

    /// <summary>Hands over a line; never waits.</summary>
    internal Request Add(byte[] line)
    {
        var request = new Request(line, Stopwatch.GetTimestamp());
        requests.Add(request);
        return request;
    }

    /// <summary>Writes what was handed over and no more.</summary>
    internal void Close() => requests.CompleteAdding();

    private void Write(Stream stream)
    {
        try
        {
            foreach (var request in requests.GetConsumingEnumerable())
            {
                stream.Write(request.Line);
                stream.Flush();
                request.IsWritten = true;
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The adapter has ended; what it said last tells more than this.
        }
    }

    /// <summary>A line on its way.</summary>
    internal sealed class Request(byte[] line, long time)
    {
        private volatile bool written;

        public byte[] Line => line;

        /// <summary>When it was handed over, as a timestamp.</summary>
        public long Time => time;

        /// <summary>Whether the pipe has taken all of it.</summary>
        public bool IsWritten
        {
            get => written;
            set => written = value;
        }
    }
}
