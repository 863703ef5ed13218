using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.Protocol;

/// <summary>The requests of the protocol, each a line.</summary>
internal static class Messages
{
    /// <summary>The version of the protocol.</summary>
    internal const int Version = 1;

    // The first number that a double cannot tell from its neighbour: languages whose numbers are doubles read JSON so.
    private const ulong MaxSeed = 1UL << 53;

    internal static byte[] Hello() =>
        Line(writer =>
        {
            writer.WriteString("do", "hello");
            writer.WriteNumber("protocol", Version);
        });

    internal static byte[] Run(long seq, Program program, ulong seed, int workers) =>
        Line(writer =>
        {
            writer.WriteString("do", "run");
            writer.WriteNumber("seq", seq);
            writer.WriteNumber("seed", seed % MaxSeed);
            writer.WriteNumber("workers", workers);
            writer.WritePropertyName("program");
            ProgramJson.WriteNumbered(program, writer);
        });

    internal static byte[] Bye() => Line(writer => writer.WriteString("do", "bye"));

    private static byte[] Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
