using System.Text.RegularExpressions;

namespace Conformance.Runner.Document;

/// <summary>A trap of the page about porting.</summary>
/// <param name="Anchor">Its anchor there.</param>
/// <param name="Title">Its title, with its number.</param>
/// <param name="Rules">The ids of the rules it names.</param>
internal sealed partial record Trap(string Anchor, string Title, IReadOnlySet<string> Rules)
{
    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<Trap> All() =>
        [
            .. Start()
                .Split(Resource.Read("Prose/porting.md"))
                .Skip(1)
                .Zip(Start().Matches(Resource.Read("Prose/porting.md")), (text, start) => Of(start.Value.Split('"')[1], text)),
        ];

    private static Trap Of(string anchor, string text)
    {
        var title = text.Split('\n').First(line => line.StartsWith("## ", StringComparison.Ordinal))[3..];
        return new Trap(anchor, title, Id().Matches(text).Select(found => found.Value).ToHashSet(StringComparer.Ordinal));
    }

    [GeneratedRegex("<a id=\"trap-[a-z-]+\"></a>", RegexOptions.NonBacktracking)]
    private static partial Regex Start();

    [GeneratedRegex(@"\b[A-Z]{2,}-\d\d\b", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
