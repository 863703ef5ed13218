using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conformance.Spec.Programs;

/// <summary>The JSON form of programs, for adapters in other languages and for replay; <c>json.md</c> beside this file describes it.</summary>
public static class ProgramJson
{
    private const int DeepestDocument = (ProgramChecker.DeepestNesting * 2) + 16;

    /// <summary>The JSON of a program, on one line.</summary>
    public static string Write(Program program)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Escapes only what JSON asks for: the document is never part of a page.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(program, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the JSON of a program as one value.</summary>
    public static void Write(Program program, Utf8JsonWriter writer) => new ProgramJsonWriter(writer).Write(program);

    /// <summary>
    /// Writes the JSON of a program as one value, each statement with its program point (<c>site</c>), each definition with the
    /// number of its computation (<c>id</c>), as <see cref="Code"/> numbers them: adapters refer to them in their events.
    /// </summary>
    public static void WriteNumbered(Program program, Utf8JsonWriter writer) =>
        new ProgramJsonWriter(writer, numbered: true).Write(program);

    /// <summary>The word that says which statement it is: the member <c>do</c>.</summary>
    public static string WordOf(Statement statement) => statement is Add ? "add" : Words.Of(statement);

    /// <summary>The words of all its statements, each once, in the order of the text.</summary>
    public static IEnumerable<string> WordsOf(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Body.SelectMany(WordsOf).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Which statements stand in the bodies of which, each once: <c>throw in timer</c>. Those of a <c>try</c> stand in the body around it too.</summary>
    public static IEnumerable<string> PlacesOf(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Body.SelectMany(PlacesOf).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Reads a program without checking that it is valid.</summary>
    /// <exception cref="ProgramException">The text is not JSON, or not a program's; unknown and repeated members are errors.</exception>
    public static Program Read(string json)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = DeepestDocument, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ProgramException(new Problem(null, "a text that is not JSON", "the JSON of a program", error.Message));
        }
    }

    /// <summary>Reads a program without checking that it is valid.</summary>
    /// <exception cref="ProgramException">The value is not a program's; unknown members are errors.</exception>
    public static Program Read(JsonElement value)
    {
        try
        {
            return ProgramJsonReader.Program(new JsonMembers(value, "$"));
        }
        catch (InvalidOperationException)
        {
            throw new ProgramException(new Problem(null, "a text with half a character", "a text that UTF-8 can carry"));
        }
    }

    private static IEnumerable<string> WordsOf(Statement statement) => Within(statement).SelectMany(WordsOf).Prepend(WordOf(statement));

    private static IEnumerable<string> PlacesOf(Statement outer) =>
        Within(outer)
            .SelectMany(inner => inner is Try ? Within(inner).Prepend(inner) : [inner])
            .Select(inner => $"{WordOf(inner)} in {WordOf(outer)}")
            .Concat(Within(outer).SelectMany(PlacesOf));

    private static IEnumerable<Statement> Within(Statement statement)
    {
        var inner = Nested.Body(statement) ?? Sequence<Statement>.Empty;
        return statement is Try attempt ? inner.Concat(attempt.Handler) : inner;
    }
}
