using System.Text;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;

namespace Conformance.Runner.Document;

/// <summary>The page of all litmus tests.</summary>
internal static class LitmusPage
{
    /// <summary>Its path.</summary>
    public const string Path = "litmus-tests.md";

    /// <summary>The page.</summary>
    public static Page Of(IReadOnlyList<Chapter> chapters, IReadOnlyList<LitmusTest> library)
    {
        var links = new Links(Path, chapters);
        var text = new StringBuilder($"{Page.Mark}\n\n{Prose.Read("litmus-tests.md", links)}\n");
        foreach (var family in library.GroupBy(test => RuleSection.FamilyOf(test.Program)))
        {
            text.Append($"{Markdown.Anchor(family.Key)}\n\n## The {family.Key} family: {family.Count()} tests\n\n");
            foreach (var test in family)
                Append(text, test, links);
        }

        return new Page(Path, text.ToString().TrimEnd('\n') + "\n");
    }

    /// <summary>The program and what may come of it, as the file states them.</summary>
    public static string Body(LitmusTest test)
    {
        var file = LitmusPrinter.Print(test);
        return file[file.IndexOf("program ", StringComparison.Ordinal)..];
    }

    private static void Append(StringBuilder text, LitmusTest test, Links links)
    {
        text.Append($"{Markdown.Anchor(test.Name)}\n\n### {test.Name}\n\n{Markdown.Plain(test.Sentence)}\n\n");
        text.Append(Markdown.Block(Body(test))).Append('\n');
        if (test.Rules.Count > 0)
            text.Append($"Rules: {string.Join(", ", test.Rules.Select(links.Rule))}. ");
        if (test.Needs.Count > 0)
            text.Append($"Judged on: {string.Join(", ", test.Needs.Select(Words))}. ");
        text.Append($"Source: {Sources.Linked(test.Source, links)}. [File]({links.To($"Litmus/{test.File}")}).\n\n");
    }

    private static string Words(Need need) =>
        need switch
        {
            Need.SingleThread => "runtimes with a single thread",
            Need.MultiThread => "runtimes with several threads",
            Need.VirtualClock => "a virtual clock",
            Need.PausedClock => "a paused clock",
            _ => "the runtime's own schedule",
        };
}
