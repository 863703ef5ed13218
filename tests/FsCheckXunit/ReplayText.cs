using System.Globalization;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>The text form of a random source's start: <c>seed,gamma</c> for a run, <c>seed,gamma,size</c> for one case.</summary>
internal static class ReplayText
{
    /// <exception cref="FormatException">The text has another form.</exception>
    public static Replay Parse(string text)
    {
        var parts = Unwrapped(text.Trim()).Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is 2 or 3 && TryNumber(parts[0], out var seed) && TryNumber(parts[1], out var gamma))
        {
            if (parts.Length == 2)
            {
                return new Replay(new Rnd(seed, gamma), FSharpOption<int>.None);
            }
            if (int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                return new Replay(new Rnd(seed, gamma), FSharpOption<int>.Some(size));
            }
        }
        throw new FormatException(
            $"Replay = \"{text}\" on [Property] or [Properties] is not a replay text: expected \"seed,gamma\" or \"seed,gamma,size\", "
                + "as the output of a failed property gives it, for example \"3385297418559017864,11434544104642305241,13\"."
        );
    }

    public static string Print(Rnd source, int? size = null) =>
        size is null ? $"{source.Seed},{source.Gamma}" : $"{source.Seed},{source.Gamma},{size}";

    private static string Unwrapped(string text) => text.StartsWith('(') && text.EndsWith(')') ? text[1..^1] : text;

    private static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
