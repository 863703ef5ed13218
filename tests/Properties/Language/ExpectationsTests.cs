using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class ExpectationsTests
{
    private static readonly LitmusTest Litmus = LitmusLibrary.Load().First(litmus => litmus.Rules.Contains("EAGER-01"));

    [Fact]
    public void Entry_says_what_why_where_and_whether_it_is_flaky()
    {
        var read = Expectations.Parse(
            "# a comment\n\nEAGER-01\tIt starts later.\thttps://example.org/late\nEAGER-02\tAt times.\t\tflaky\r\n",
            "mine.tsv"
        );
        Assert.Equal(
            [
                new ExpectedFailure(
                    "EAGER-01",
                    "It starts later.",
                    "https://example.org/late",
                    Flaky: false,
                    new Position("mine.tsv", 3, 1)
                ),
                new ExpectedFailure("EAGER-02", "At times.", "", Flaky: true, new Position("mine.tsv", 4, 1)),
            ],
            read.All
        );
    }

    [Fact]
    public void Litmus_is_listed_by_its_name_or_by_a_rule_it_is_an_example_of()
    {
        Assert.Null(Expectations.Parse("EAGER-02\twhy\n").OfLitmus(Litmus with { Rules = ["EAGER-01"] }));
        Assert.Equal("EAGER-01", Expectations.Parse("EAGER-01\twhy\n").OfLitmus(Litmus)?.Subject);
        Assert.Equal(Litmus.Name, Expectations.Parse($"EAGER-01\twhy\n{Litmus.Name}\twhy\n").OfLitmus(Litmus)?.Subject);
    }

    [Theory]
    [InlineData("EAGER-0\twhy", "mine.tsv:1:1: found \"EAGER-0\", expected the id of a rule", "did you mean \"EAGER-0")]
    [InlineData("\twhy", "mine.tsv:1:1: found nothing, expected the id of a rule", "")]
    [InlineData("# fine\nEAGER-01", "mine.tsv:2:9: found nothing, expected the reason, after a tab", "")]
    [InlineData("EAGER-01\twhy\tthere", "mine.tsv:1:14: found \"there\", expected a link that begins with https://", "")]
    [InlineData("EAGER-01\twhy\t\tflakey", "mine.tsv:1:15: found \"flakey\", expected \"flaky\" or nothing", "did you mean \"flaky\"?")]
    [InlineData("EAGER-01\twhy\t\tflaky\tmore", "mine.tsv:1:21: found \"more\", expected the end of the line", "")]
    [InlineData(
        "EAGER-01\twhy\neager-01\twhy",
        "mine.tsv:2:1: found \"eager-01\", expected a rule or litmus that is not listed",
        "in line 1"
    )]
    public void Mistake_is_told_with_its_place(string text, string expected, string advice)
    {
        var refusal = Assert.Throws<ProgramException>(() => Expectations.Parse(text, "mine.tsv"));
        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_about_a_rule_that_does_not_apply_is_refused()
    {
        var runtime = new RuntimeDescription
        {
            Name = "lazy-one",
            Family = Dialect.Lazy,
            Clock = ClockKind.Virtual,
        };
        Expectations.Parse("LAZY-01\twhy\n").MustFit(runtime);
        var refusal = Assert.Throws<ProgramException>(() =>
            Expectations.Parse("LAZY-01\twhy\nEAGER-01\twhy\n", "mine.tsv").MustFit(runtime)
        );
        Assert.Equal(
            "mine.tsv:2:1: found \"EAGER-01\", expected a rule or litmus that applies to \"lazy-one\"; remove the line",
            refusal.Message
        );
    }

    [Fact]
    public void Edit_keeps_comments_and_reasons_and_leaves_the_link_to_a_person()
    {
        var edited = ExpectationsText.Edit(
            "# of mine\nEAGER-01\tIt starts later.\thttps://example.org/late\n\nEAGER-02\told\n",
            ["EAGER-02"],
            [("EAGER-03", "two\nlines\tand a tab")]
        );
        Assert.Equal("# of mine\nEAGER-01\tIt starts later.\thttps://example.org/late\n\nEAGER-03\ttwo lines and a tab\n", edited);
        Assert.Equal("two lines and a tab", Expectations.Parse(edited).OfRule("EAGER-03")?.Reason);
    }
}
