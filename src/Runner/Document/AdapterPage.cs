using System.Text;
using Conformance.Runner.Reports;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>How to write an adapter, and which statements each rule needs.</summary>
internal static class AdapterPage
{
    /// <summary>Its path.</summary>
    public const string Path = "writing-an-adapter.md";

    // What any adapter has before it can be judged at all.
    private static readonly string[] Basics = ["log", "async", "await", "return", "let", "add"];

    /// <summary>The page.</summary>
    public static Page Of(IReadOnlyList<Chapter> chapters, IReadOnlyList<LitmusTest> library)
    {
        var links = new Links(Path, chapters);
        var tests = library.ToDictionary(test => test.Name, StringComparer.Ordinal);
        var text = new StringBuilder($"{Page.Mark}\n\n{Prose.Read(Path, links)}\n");
        text.Append($"{Markdown.Anchor("needs")}\n\n## What each rule needs\n\n");
        text.Append(
            $"Beside {string.Join(", ", Basics.Select(Markdown.Code))}: the statements of the smallest litmus test that tests the rule.\n\n"
        );
        text.Append(Markdown.Head("rule", "family", "title", "statements", "litmus"));
        foreach (var info in chapters.SelectMany(chapter => chapter.Rules).Select(rule => rule.Info))
        {
            foreach (var family in info.Litmus.Select(name => tests[name]).GroupBy(test => test.Program.Dialect))
                text.Append(Row(info, Json.Lower(family.Key), family, links));
        }

        return new Page(Path, text.ToString());
    }

    private static string Row(RuleInfo info, string family, IEnumerable<LitmusTest> tests, Links links)
    {
        var (test, words) = tests.Select(test => (test, Needs(test.Program))).MinBy(pair => pair.Item2.Count);
        var needs = words.Count == 0 ? "-" : string.Join(", ", words.Select(Markdown.Code));
        return Markdown.Row(links.Rule(info.Id), family, Markdown.Plain(info.Title), needs, links.Litmus(test.Name));
    }

    private static List<string> Needs(Program program) => [.. ProgramJson.WordsOf(program).Except(Basics)];
}
