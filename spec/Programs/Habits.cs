namespace Conformance.Spec.Programs;

/// <summary>What other languages write where this one writes something else.</summary>
internal static class Habits
{
    /// <summary>Of who would receive from a channel.</summary>
    public const string Receiving = "a channel gives its values like a set its outcomes: write \"next c\"";

    /// <summary>Of who would send without awaiting.</summary>
    public const string Sending = "a send is a computation like others: write \"x = send c 5\" and \"await x\"";

    /// <summary>Of who would close a channel.</summary>
    public const string Closing = "a channel is closed by its receiver: write \"drop c\"";

    /// <summary>What to write instead, or nothing when it is no known habit.</summary>
    /// <param name="name">The word before.</param>
    /// <param name="rest">What follows it and cannot be read.</param>
    public static string Advice(string name, ReadOnlySpan<char> rest) =>
        rest switch
        {
            ['.', 'a', 'w', 'a', 'i', 't', .. var after] when after.IsEmpty || !char.IsAsciiLetterOrDigit(after[0]) =>
                $"await stands in front: write \"await {name}\"",
            ['.', 's', 'e', 'n', 'd', ..] => Sending,
            ['.', 'r', 'e', 'c', 'v', ..] or ['.', 'n', 'e', 'x', 't', ..] => Receiving,
            ['-', '=', .. var amount] when Number(amount) is { Length: > 0 } number =>
                $"a counter is added to: write \"{name} += -{number}\"",
            ['-', '=', ..] => $"a counter is added to, a whole number at a time, such as \"{name} += -1\"",
            ['+', '+', ..] => $"write \"{name} += 1\"",
            _ => "",
        };

    // The whole number that follows, or nothing.
    private static string Number(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart(' ');
        var end = trimmed.IndexOfAnyExceptInRange('0', '9');
        var isWhole = end < 0 || (end > 0 && !char.IsAsciiLetterOrDigit(trimmed[end]) && trimmed[end] != '.');
        return isWhole ? (end < 0 ? trimmed : trimmed[..end]).ToString() : "";
    }
}
