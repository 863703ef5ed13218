using System.Text;

namespace Conformance.Runner.Document;

/// <summary>The traps between the families, and how other runtimes stand to each rule.</summary>
internal static class PortingPage
{
    /// <summary>Its path.</summary>
    public const string Path = "porting.md";

    /// <summary>The page.</summary>
    public static Page Of(IReadOnlyList<Chapter> chapters)
    {
        var links = new Links(Path, chapters);
        var text = new StringBuilder($"{Page.Mark}\n\n{Prose.Read("porting.md", links)}\n");
        text.Append($"{Markdown.Anchor("elsewhere")}\n\n## asyncio and .NET, rule by rule\n\n");
        var notes = PortabilityNote.All().ToLookup(note => (note.Rule, note.Runtime));
        var runtimes = PortabilityNote.All().Select(note => note.Runtime).Distinct(StringComparer.Ordinal).ToList();
        text.Append(Markdown.Head(["rule", "title", .. runtimes]));
        foreach (var info in chapters.SelectMany(chapter => chapter.Rules).Select(rule => rule.Info))
        {
            var cells = runtimes.Select(runtime => notes[(info.Id, runtime)].FirstOrDefault()?.Words() ?? "-");
            text.Append(
                Markdown.Row([links.Rule(info.Id), Markdown.Plain(info.Title), .. cells.Select(cell => links.Ids(Markdown.Plain(cell)))])
            );
        }

        return new Page(Path, text.ToString());
    }
}
