using Conformance.Runner.Document;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed class ProseTests
{
    private static readonly Links Links = new("porting.md", Chapter.Of(Catalogue.Create()));

    [Theory]
    [InlineData("See EAGER-01.", "See [EAGER-01](chapters/eager-start.md#EAGER-01).")]
    [InlineData("Claim S1-15", "Claim [S1-15](what-the-articles-say.md#S1-15)")]
    [InlineData("`EAGER-01` and [EAGER-01](x)", "`EAGER-01` and [EAGER-01](x)")]
    [InlineData("Nobody knows NOPE-99", "Nobody knows NOPE-99")]
    public void Ids_become_links(string text, string expected) => Prose.Expand("t", text, Links).ShouldBe($"{expected}\n");

    [Fact]
    public void Program_of_both_families_is_run_in_both()
    {
        var text = Prose.Expand("t", "```both\nx = async {\n  log \"body\"\n}\nlog \"after\"\nawait x\n```\n", Links);

        text.ShouldContain("| eager | `body` · `after` |");
        text.ShouldContain("| lazy | `after` · `body` |");
    }

    [Fact]
    public void Other_blocks_stay() => Prose.Expand("t", "```js\nawait EAGER-01;\n```", Links).ShouldBe("```js\nawait EAGER-01;\n```\n");

    [Fact]
    public void Invalid_program_is_named_with_its_place() =>
        Should
            .Throw<ProgramException>(() => Prose.Expand("t.md", "text\n```lazy\nawait x\n```\n", Links))
            .Message.ShouldStartWith("t.md, program at line 2:2:9: found \"x\"");

    [Fact]
    public void Block_without_an_end_is_refused() =>
        Should.Throw<FormatException>(() => Prose.Expand("t.md", "text\n```lazy\n", Links)).Message.ShouldStartWith("t.md:2: ");

    [Fact]
    public void Every_introduction_of_a_chapter_has_its_chapter()
    {
        const string folder = "Document/Prose/chapters/";
        var texts = typeof(Prose)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .ToList();
        var chapters = Chapter.Of(Catalogue.Create()).Select(chapter => $"Document/Prose/{chapter.Path}");

        texts.ShouldNotBeEmpty();
        texts.ShouldBeSubsetOf(chapters);
    }

    [Fact]
    public void Traps_name_rules()
    {
        var traps = Trap.All();

        traps.Count.ShouldBeGreaterThan(10);
        traps.Select(trap => trap.Anchor).ShouldBeUnique();
        traps.ShouldAllBe(trap => trap.Rules.Count > 0);
        traps[0]
            .ShouldSatisfyAllConditions(
                trap => trap.Anchor.ShouldBe("trap-start"),
                trap => trap.Title.ShouldStartWith("1. "),
                trap => trap.Rules.ShouldBe(["EAGER-01", "EAGER-02", "LAZY-01"], ignoreOrder: true)
            );
    }
}
