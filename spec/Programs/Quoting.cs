using System.Globalization;
using System.Text;

namespace Conformance.Spec.Programs;

/// <summary>Texts in double quotes: <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\r</c>, <c>\t</c>, and <c>\u</c> with four hexadecimal digits for a UTF-16 unit.</summary>
internal static class Quoting
{
    private const int MessageLimit = 40;

    /// <summary>The text in quotes, on one line, every unit that does not print escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            switch (unit)
            {
                case '"':
                    quoted.Append("\\\"");
                    break;
                case '\\':
                    quoted.Append("\\\\");
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                default:
                    if (Prints(text, i))
                        quoted.Append(unit);
                    else
                        quoted.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>At most so much of a text as a message can bear.</summary>
    public static string Shorten(string text) => text.Length <= MessageLimit ? text : $"{text.AsSpan(0, MessageLimit)}…";

    /// <summary>Whether a text has no half of a character, which UTF-8 could not carry.</summary>
    public static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }

    private static bool Prints(string text, int index)
    {
        var unit = text[index];
        if (char.IsHighSurrogate(unit))
            return index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(unit))
            return index > 0 && char.IsHighSurrogate(text[index - 1]);
        return char.GetUnicodeCategory(unit)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            );
    }
}
