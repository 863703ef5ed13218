using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Outcomes in words, for messages.</summary>
internal static class Wording
{
    /// <summary><c>value 1</c>, <c>no value</c>, <c>error "e"</c>.</summary>
    public static string Of(Outcome outcome, Value value) =>
        outcome switch
        {
            Outcome.Error => $"error \"{value}\"",
            Outcome.Panic => $"panic \"{value}\"",
            _ when value.Kind == ValueKind.Unit => "no value",
            _ when value.Kind == ValueKind.Text => $"value \"{value}\"",
            _ => $"value {value}",
        };

    /// <summary>The text with a capital first letter, to begin a sentence with.</summary>
    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
