using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <summary>Writes a configuration as a list of numbers and texts that is equal for equal configurations.</summary>
internal sealed class KeyWriter
{
    private readonly System.Text.StringBuilder text = new();

    /// <summary>Adds numbers.</summary>
    public void Add(params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
            text.Append(number).Append(',');
    }

    /// <summary>Adds a value.</summary>
    public void Add(Value value) => text.Append((int)value.Kind).Append(':').Append(value.ToString()).Append(';');

    /// <summary>Adds a text.</summary>
    public void Add(string line) => text.Append(line).Append('\n');

    /// <summary>The key; the writer is empty afterwards.</summary>
    public string Take()
    {
        var key = text.ToString();
        text.Clear();
        return key;
    }
}
