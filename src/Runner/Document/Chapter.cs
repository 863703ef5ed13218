using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>A chapter: the rules about one thing.</summary>
/// <param name="Name">Its name, as the rules state it.</param>
/// <param name="Rules">Its rules, in the order of the catalogue.</param>
internal sealed record Chapter(string Name, IReadOnlyList<Rule> Rules)
{
    /// <summary>Its page.</summary>
    public string Path => $"chapters/{Markdown.Slug(Name)}.md";

    /// <summary>The chapters, in the order in which the catalogue first names them.</summary>
    public static IReadOnlyList<Chapter> Of(IEnumerable<Rule> rules) =>
        [.. rules.GroupBy(rule => rule.Info.Chapter, StringComparer.Ordinal).Select(group => new Chapter(group.Key, [.. group]))];
}
