using System.Text.Json;

namespace Conformance.Spec.Programs;

/// <summary>Reads the members of one JSON object strictly: what is missing, of the wrong kind or left over is a problem, placed by its JSON path.</summary>
internal sealed class JsonMembers
{
    private readonly JsonElement element;
    private readonly string path;
    private int taken;

    public JsonMembers(JsonElement element, string path)
    {
        this.element = element;
        this.path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw Fail("", Describe(element), "an object");
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string member) =>
        Take(member, "a text") is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(member, "a text");

    /// <summary>A text that may be missing.</summary>
    public string? OptionalText(string member) => Has(member) ? Text(member) : null;

    /// <summary>A whole number that must be there.</summary>
    public long Number(string member) =>
        Take(member, "a whole number") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw Wrong(member, "a whole number of 64 bits");

    /// <summary>A small whole number that must be there.</summary>
    public int Small(string member) =>
        Number(member) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Wrong(member, "a small number");

    /// <summary>True if it says so, false if it is missing.</summary>
    public bool Flag(string member) =>
        Has(member) && (Take(member, "true").ValueKind == JsonValueKind.True ? true : throw Wrong(member, "true"));

    /// <summary>Whether a member is there.</summary>
    public bool Has(string member) => element.TryGetProperty(member, out _);

    /// <summary>The items of an array that must be there, each converted.</summary>
    public Sequence<T> Items<T>(string member, Func<JsonElement, string, T> convert)
    {
        if (Take(member, "an array") is not { ValueKind: JsonValueKind.Array } array)
            throw Wrong(member, "an array");
        var items = new List<T>();
        foreach (var item in array.EnumerateArray())
            items.Add(convert(item, $"{path}.{member}[{items.Count}]"));
        return Sequence.From(items);
    }

    /// <summary>A member that must be there, converted.</summary>
    public T Value<T>(string member, Func<JsonElement, string, T> convert, string expected) =>
        convert(Take(member, expected), $"{path}.{member}");

    /// <summary>A member that may be missing, converted.</summary>
    public T? Optional<T>(string member, Func<JsonElement, string, T> convert)
        where T : class => Has(member) ? convert(Take(member, "a value"), $"{path}.{member}") : null;

    /// <summary>Nothing else may be there.</summary>
    public void End(string whose)
    {
        if (taken == element.GetPropertyCount())
            return;
        throw Fail(
            "",
            $"the members {string.Join(", ", element.EnumerateObject().Select(member => $"\"{Quoting.Shorten(member.Name)}\""))}",
            $"the members of {whose} only"
        );
    }

    /// <summary>A member has a value that it cannot have.</summary>
    public ProgramException Wrong(string member, string expected, string advice = "") =>
        Fail($".{member}", Describe(element.GetProperty(member)), expected, advice);

    /// <summary>A value, as a message describes it.</summary>
    public static string Describe(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => Quoting.Shorten(value.GetRawText()),
        };

    private JsonElement Take(string member, string expected)
    {
        if (!element.TryGetProperty(member, out var value))
            throw Fail("", $"no member \"{member}\"", expected);
        taken++;
        return value;
    }

    private ProgramException Fail(string at, string found, string expected, string advice = "") =>
        new(new Problem(null, $"{found} at {path}{at}", expected, advice));
}
