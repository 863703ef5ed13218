using Conformance.Runner.Document;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Tests.Properties.Architecture;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed class SpecDocumentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec");

    [Fact]
    public void Document_in_the_repository_is_what_the_rules_say() =>
        new DocumentFolder(Folder).Stale(SpecDocument.Create()).ShouldBeEmpty("Run \"conformance spec\" and commit what it writes.");

    [Fact]
    public void Document_is_the_same_each_time() => SpecDocument.Create().ShouldBe(SpecDocument.Create());

    [Fact]
    public void Every_link_leads_somewhere()
    {
        // Some lead out of the folder of the specification.
        var pages = SpecDocument.Create().Select(page => new Page($"spec/{page.Path}", page.Text)).ToList();

        DeadLinks.Of(pages, Repository.Root).ShouldBeEmpty();
        pages.Sum(page => DeadLinks.Links(page.Text).Count()).ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Every_link_of_what_people_wrote_leads_somewhere()
    {
        // The prose is written for the pages that it becomes a part of.
        var texts = Repository
            .Files("*.md", "")
            .Where(path => !path.StartsWith("spec/Prose/", StringComparison.Ordinal))
            .Select(path => new Page(path, Repository.Read(path)))
            .ToList();

        texts.Select(page => page.Path).ShouldContain("README.md");
        DeadLinks.Of(texts, Repository.Root).ShouldBeEmpty();
    }

    [Fact]
    public void Dead_links_are_found()
    {
        var pages = new[]
        {
            new Page("a.md", "<a id=\"x\"></a> [1](#x) [2](#y) [3](b/c.md#z) [4](https://nowhere)"),
            new Page("b/c.md", "[5](../a.md#x) [6](a.md)"),
        };

        DeadLinks.Of(pages, Folder).ShouldBe(["a.md: #y", "a.md: b/c.md#z", "b/c.md: a.md"]);
    }

    [Fact]
    public void Every_page_says_that_it_is_generated() =>
        SpecDocument.Create().ShouldAllBe(page => page.Text.StartsWith($"{Page.Mark}\n\n# ", StringComparison.Ordinal));

    [Fact]
    public void Every_anchor_of_a_page_is_unique()
    {
        foreach (var page in SpecDocument.Create())
            page.Text.Split("<a id=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"')]).ShouldBeUnique(page.Path);
    }

    [Fact]
    public void Every_rule_has_a_section_with_its_sentence_an_example_and_its_sources()
    {
        var chapters = SpecDocument.Create().Where(page => page.Path.StartsWith("chapters/", StringComparison.Ordinal)).ToList();
        foreach (var info in Catalogue.Create().Select(rule => rule.Info))
        {
            var section = chapters
                .SelectMany(page => page.Text.Split("<a id=\""))
                .Single(part => part.StartsWith($"{info.Id}\"", StringComparison.Ordinal));
            section.ShouldContain($"## {info.Id}: ");
            section.ShouldContain("\n> ");
            section.ShouldContain("### Sources");
            section.ShouldContain("### Elsewhere");
            if (!info.Testable)
                continue;
            section.ShouldContain("### Example, ");
            section.ShouldContain("\nended: ");
            section.ShouldContain("### Wrong runtimes that break it");
        }
    }

    [Fact]
    public void Every_litmus_is_shown()
    {
        var page = SpecDocument.Create().Single(page => page.Path == "litmus-tests.md").Text;

        foreach (var litmus in LitmusLibrary.Load())
            page.ShouldContain($"<a id=\"{litmus.Name}\"></a>\n\n### {litmus.Name}\n");
    }
}
