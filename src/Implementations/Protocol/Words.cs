namespace Conformance.Implementations.Protocol;

/// <summary>Enumerations as the words of the protocol.</summary>
internal static class Words
{
    /// <summary>Whether a text is one of the words; a number is not.</summary>
    internal static bool TryParse<T>(string text, bool ignoreCase, out T word)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase, out word) && Enum.IsDefined(word) && char.IsAsciiLetter(text[0]);

    /// <summary>All words, for messages.</summary>
    internal static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
