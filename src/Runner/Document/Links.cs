using System.Text.RegularExpressions;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>Links from one page to the others.</summary>
/// <param name="from">The page's path, relative to the folder of the specification.</param>
/// <param name="chapters">The chapters, which say where each rule stands.</param>
internal sealed partial class Links(string from, IReadOnlyList<Chapter> chapters)
{
    private readonly Dictionary<string, string> rules = chapters
        .SelectMany(chapter => chapter.Rules.Select(rule => (rule.Info.Id, chapter.Path)))
        .ToDictionary(rule => rule.Id, rule => $"{rule.Path}#{rule.Id}", StringComparer.Ordinal);

    /// <summary>A path relative to the specification's folder, as this page links to it.</summary>
    public string To(string path)
    {
        if (path.StartsWith($"{from}#", StringComparison.Ordinal))
            return path[from.Length..];
        var up = string.Concat(Enumerable.Repeat("../", from.Count(letter => letter == '/')));
        var folder = from[..(from.LastIndexOf('/') + 1)];
        return folder.Length > 0 && path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : up + path;
    }

    /// <summary>A rule's id as a link.</summary>
    /// <returns>The id alone when the catalogue does not have the rule.</returns>
    public string Rule(string id) => rules.TryGetValue(id, out var path) ? $"[{id}]({To(path)})" : id;

    /// <summary>Whether the catalogue has this rule.</summary>
    public bool Knows(string id) => rules.ContainsKey(id);

    /// <summary>A litmus's name as a link to its program.</summary>
    public string Litmus(string name) => $"[{name}]({To($"{LitmusPage.Path}#{name}")})";

    /// <summary>A text with every id of a rule or a claim in it as a link; those in links and code stay as they are.</summary>
    public string Ids(string text) =>
        Id()
            .Replace(
                text,
                found =>
                    found.Groups["claim"].Success ? $"[{found.Value}]({To($"{ClaimsPage.Path}#{found.Value}")})"
                    : found.Groups["rule"].Success ? Rule(found.Value)
                    : found.Value
            );

    [GeneratedRegex(
        @"\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]*`|\b(?<claim>S[12]-\d\d)\b|\b(?<rule>[A-Z]{2,}-\d\d)\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Id();
}
