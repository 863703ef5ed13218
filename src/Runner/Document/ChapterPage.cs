using System.Text;
using Conformance.Spec.Litmus;

namespace Conformance.Runner.Document;

/// <summary>The page of a chapter: what it is about, then rule by rule.</summary>
internal static class ChapterPage
{
    /// <summary>The page.</summary>
    public static Page Of(Chapter chapter, IReadOnlyList<Chapter> chapters, IReadOnlyList<LitmusTest> library)
    {
        var links = new Links(chapter.Path, chapters);
        var section = new RuleSection(links, library);
        var text = new StringBuilder($"{Page.Mark}\n\n# {chapter.Name}\n\n");
        if (Prose.Find($"chapters/{Markdown.Slug(chapter.Name)}.md", links) is { } introduction)
            text.Append(introduction).Append('\n');
        text.Append(Markdown.Head("rule", "level", "family", "title"));
        foreach (var rule in chapter.Rules)
            text.Append(IndexPage.Row(rule.Info, links));
        text.Append($"\n[All chapters]({links.To(IndexPage.Path)}) · [how to read a rule]({links.To($"{IndexPage.Path}#reading")})\n\n");
        foreach (var rule in chapter.Rules)
            text.Append(section.Of(rule));
        return new Page(chapter.Path, text.ToString().TrimEnd('\n') + "\n");
    }
}
