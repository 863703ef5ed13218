using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace FsCheck.Xunit;

/// <summary>Prints an argument whole: F#'s own printer cuts sequences off after a few elements, which hides the counterexample.</summary>
internal static class ArgumentText
{
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\r", "\\r").Replace("\n", "\\n")}\"",
            char letter => $"'{letter}'",
            bool truth => truth ? "true" : "false",
            ITuple tuple => $"({Joined(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]))})",
            IEnumerable items when PrintsItsTypeOnly(items) => $"[{Joined(items.Cast<object?>())}]",
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static string Joined(IEnumerable<object?> items) => string.Join(", ", items.Select(Of));

    // A sequence with a printer of its own, such as a schedule, is printed by it; F# lists have one too, but it cuts off.
    private static bool PrintsItsTypeOnly(IEnumerable items)
    {
        var type = items.GetType();
        return type.IsArray
            || type.Namespace?.StartsWith("Microsoft.FSharp", StringComparison.Ordinal) == true
            || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;
    }
}
