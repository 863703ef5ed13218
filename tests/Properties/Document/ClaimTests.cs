using Conformance.Runner.Document;
using Conformance.Spec.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed class ClaimTests
{
    [Fact]
    public void Claims_are_numbered_without_gaps()
    {
        var ids = Claim.All().Select(claim => claim.Id).ToList();

        ids.ShouldBe([.. Numbered(1, 82), .. Numbered(2, 45)]);

        static IEnumerable<string> Numbered(int article, int count) =>
            Enumerable.Range(1, count).Select(number => $"S{article}-{number:00}");
    }

    [Theory]
    [InlineData(ClaimVerdict.True, 37)]
    [InlineData(ClaimVerdict.Nuance, 64)]
    [InlineData(ClaimVerdict.Wrong, 13)]
    [InlineData(ClaimVerdict.NotSemantics, 13)]
    internal void Claims_of_a_verdict(ClaimVerdict verdict, int count) =>
        Claim.All().Count(claim => claim.Verdict == verdict).ShouldBe(count);

    [Fact]
    public void Every_claim_that_is_not_simply_true_says_what_really_happens() =>
        Claim.All().Where(claim => claim.Verdict != ClaimVerdict.True).ShouldAllBe(claim => claim.Truth.Length > 0);

    [Fact]
    public void Every_claim_has_a_row()
    {
        var page = SpecDocument.Create().Single(page => page.Path == "what-the-articles-say.md").Text;

        foreach (var claim in Claim.All())
            page.ShouldContain($"\n| <a id=\"{claim.Id}\"></a>{claim.Id} | ");
    }

    [Fact]
    public void Claims_name_only_rules_that_there_are_or_that_a_chapter_says_are_missing()
    {
        var named = Claim.All().SelectMany(claim => claim.Rules).Distinct(StringComparer.Ordinal).ToList();
        var missing = named.Except(Catalogue.Ids).ToList();
        var pages = SpecDocument.Create();
        var chapter = pages.Single(page => page.Path == "chapters/input-and-output.md").Text;
        var claims = pages.Single(page => page.Path == "what-the-articles-say.md").Text;

        missing.Count.ShouldBeLessThan(named.Count);
        foreach (var id in missing)
        {
            chapter.ShouldContain($"({id})");
            claims.ShouldContain($"[{id}](chapters/input-and-output.md) (not here yet)");
        }
    }

    [Fact]
    public void Portability_has_a_row_for_each_rule_and_runtime()
    {
        var notes = PortabilityNote.All();

        notes.Select(note => (note.Rule, note.Runtime)).ShouldBeUnique();
        notes.Select(note => note.Rule).Distinct(StringComparer.Ordinal).ShouldBe(Catalogue.Ids, ignoreOrder: true);
        notes.Select(note => note.Verdict).Distinct(StringComparer.Ordinal).ShouldBe(["same", "differs", "partly", "-"], ignoreOrder: true);
        notes.Select(note => note.Evidence).Distinct(StringComparer.Ordinal).ShouldBe(["seen", "expected", "-"], ignoreOrder: true);
        foreach (var group in notes.GroupBy(note => note.Rule, StringComparer.Ordinal))
            group.Select(note => note.Runtime).ShouldBe(["asyncio", ".NET"]);
    }
}
