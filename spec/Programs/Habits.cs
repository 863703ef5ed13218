namespace Conformance.Spec.Programs;

/// <summary>What other languages write where this one writes something else.</summary>
internal static class Habits
{
    /// <summary>What to write instead, or nothing when it is no known habit.</summary>
    /// <param name="name">The word before.</param>
    /// <param name="rest">What follows it and cannot be read.</param>
    public static string Advice(string name, ReadOnlySpan<char> rest) =>
        rest switch
        {
            ['.', 'a', 'w', 'a', 'i', 't', ..] => $"await stands in front: write \"await {name}\"",
            ['-', '=', .. var amount] => $"a counter is added to: write \"{name} += -{Number(amount)}\"",
            ['+', '+', ..] => $"write \"{name} += 1\"",
            _ => "",
        };

    private static string Number(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart(' ');
        var end = trimmed.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? trimmed : trimmed[..end];
        return digits.IsEmpty ? "1" : digits.ToString();
    }
}
