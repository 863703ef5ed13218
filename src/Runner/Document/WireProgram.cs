using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Spec.Programs;

namespace Conformance.Runner.Document;

/// <summary>A program in a text, and what an adapter gets of it.</summary>
internal static class WireProgram
{
    /// <summary>Both, as Markdown.</summary>
    /// <param name="body">The statements, of the lazy dialect.</param>
    /// <param name="place">Where they stand, for messages.</param>
    /// <exception cref="ProgramException">The program is not valid.</exception>
    public static string Text(string body, string place)
    {
        var text = ProseProgram.Whole("lazy", body);
        var program = ProgramParser.Load(text, place);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            ProgramJson.WriteNumbered(program, writer);
        return $"{Markdown.Block(text)}\n```json\n{Encoding.UTF8.GetString(buffer.WrittenSpan)}\n```\n";
    }
}
