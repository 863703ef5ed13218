using System.Text;

namespace Conformance.Implementations.Protocol;

/// <summary>Reads a stream to its end on a thread of its own and keeps its last lines, however much comes.</summary>
internal sealed class RecentLines
{
    private const int Kept = 10;
    private const int LongestKept = 500;
    private readonly Queue<string> lines = new();
    private readonly Lock gate = new();
    private readonly Thread reader;

    internal RecentLines(Stream stream)
    {
        reader = new Thread(() => Read(stream)) { IsBackground = true, Name = "adapter stderr" };
        reader.Start();
    }

    /// <summary>The last lines, after waiting a moment for the end of the stream.</summary>
    internal string Text(TimeSpan patience)
    {
        reader.Join(patience);
        lock (gate)
            return string.Join('\n', lines);
    }

    private void Read(Stream stream)
    {
        var line = new StringBuilder();
        var buffer = new byte[8192];
        var decoder = Encoding.UTF8.GetDecoder();
        var letters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        while (StreamBytes.Read(stream, buffer) is > 0 and var count)
        {
            var decoded = decoder.GetChars(buffer.AsSpan(0, count), letters, flush: false);
            foreach (var letter in letters.AsSpan(0, decoded))
            {
                if (letter == '\n')
                    Keep(line);
                else if (line.Length < LongestKept)
                    line.Append(letter);
            }
        }

        Keep(line);
    }

    private void Keep(StringBuilder line)
    {
        if (line.Length == 0)
            return;
        lock (gate)
        {
            lines.Enqueue(line.ToString());
            if (lines.Count > Kept)
                lines.Dequeue();
        }

        line.Clear();
    }
}
