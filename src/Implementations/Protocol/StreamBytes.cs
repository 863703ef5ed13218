namespace Conformance.Implementations.Protocol;

/// <summary>Reading from the pipes of a process that may be killed meanwhile.</summary>
internal static class StreamBytes
{
    /// <summary>The next bytes.</summary>
    /// <returns>How many; 0 at the end, and when the pipe was closed.</returns>
    internal static int Read(Stream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
