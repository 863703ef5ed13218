using System.Text.Json;

namespace Conformance.Implementations.Protocol;

/// <summary>The members of a JSON object that an adapter sent.</summary>
internal readonly struct Reply(JsonElement element)
{
    /// <summary>The document of one line.</summary>
    /// <exception cref="FormatException">It is not a JSON object.</exception>
    internal static JsonDocument Parse(byte[] line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below, with the line.
        }

        throw new FormatException($"the line \"{AdapterProcess.Shorten(line)}\" is no JSON object");
    }

    internal bool Has(string member) => element.TryGetProperty(member, out _);

    internal JsonElement Member(string member, JsonValueKind kind) =>
        !element.TryGetProperty(member, out var value) ? throw new FormatException($"\"{member}\" is missing")
        : value.ValueKind != kind ? throw new FormatException($"\"{member}\" is {Kind(value)}; expected {kind}")
        : value;

    internal string Text(string member) => Member(member, JsonValueKind.String).GetString()!;

    internal long Number(string member) =>
        Member(member, JsonValueKind.Number).TryGetInt64(out var number)
            ? number
            : throw new FormatException($"\"{member}\" is no whole number of 64 bits");

    /// <summary>One of the words of an enumeration, in any case.</summary>
    internal T Word<T>(string member)
        where T : struct, Enum =>
        Words.TryParse<T>(Text(member), ignoreCase: true, out var word)
            ? word
            : throw new FormatException($"\"{member}\" is \"{Text(member)}\"; expected one of {Words.All<T>()}");

    private static string Kind(JsonElement value) => value.ValueKind.ToString();
}
