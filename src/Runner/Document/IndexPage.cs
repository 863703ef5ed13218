using System.Text;
using Conformance.Runner.Reports;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>The first page: what the specification is, how to read it, and where everything stands.</summary>
internal static class IndexPage
{
    /// <summary>Its path.</summary>
    public const string Path = "README.md";

    /// <summary>The page.</summary>
    public static Page Of(IReadOnlyList<Chapter> chapters)
    {
        var links = new Links(Path, chapters);
        var text = new StringBuilder($"{Page.Mark}\n\n{Prose.Read("index.md", links)}\n");
        text.Append($"{Markdown.Anchor("rules")}\n\n## The rules\n\n");
        text.Append($"{chapters.Sum(chapter => chapter.Rules.Count)} rules in {chapters.Count} chapters.\n\n");
        foreach (var chapter in chapters)
        {
            text.Append($"### [{chapter.Name}]({links.To(chapter.Path)})\n\n").Append(Markdown.Head("rule", "level", "family", "title"));
            foreach (var rule in chapter.Rules)
                text.Append(Row(rule.Info, links));
            text.Append('\n');
        }

        return new Page(Path, text.ToString().TrimEnd('\n') + "\n");
    }

    /// <summary>A rule as a row of a table.</summary>
    public static string Row(RuleInfo info, Links links) =>
        Markdown.Row(links.Rule(info.Id), Json.Upper(info.Level), Json.Lower(info.Family), Markdown.Plain(info.Title));
}
