using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Reports;

/// <summary>How every JSON document of the command line is written: indented, UTF-8, readable characters unescaped.</summary>
public static class Json
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
            write(writer);
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>An array of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>Why a runtime does otherwise, as it documents: the member <c>expected</c>.</summary>
    public static void WriteExpected(this Utf8JsonWriter writer, ExpectedFailure expected)
    {
        writer.WriteStartObject("expected");
        writer.WriteString("by", expected.Subject);
        writer.WriteString("reason", expected.Reason);
        writer.WriteString("link", expected.Link);
        writer.WriteBoolean("flaky", expected.Flaky);
        writer.WriteEndObject();
    }

    /// <summary>A name of an enumeration as the documents spell it: <c>not-applicable</c>.</summary>
    public static string Lower<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A name of an enumeration in capitals: <c>MUST</c>.</summary>
    public static string Upper<T>(T value)
        where T : struct, Enum => value.ToString().ToUpperInvariant();
}
