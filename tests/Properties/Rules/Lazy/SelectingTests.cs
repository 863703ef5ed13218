using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class SelectingTests
{
    private const string Made = "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n";

    private static Trace Selected(string events, string word = "select") =>
        TraceText.Lazy($"a = async {{ sleep 9 }}\nb = async {{ yield; return 2 }}\n{word} a b", Made + events);

    [Fact]
    public void Loser_that_is_dropped_first_passes() =>
        RuleCheck.Passes(
            "SEL-01",
            Selected("a starts\n a sleeps\n b starts\n b yields\n b yielded\n b returns 2\n a dies\n main combined = 2"),
            1
        );

    [Fact]
    public void Loser_that_is_dropped_later_fails() =>
        RuleCheck.Fails(
            "SEL-01",
            Selected("a starts\n a sleeps\n b starts\n b yields\n b yielded\n b returns 2\n main combined = 2\n a dies\n main returns"),
            "\"a\" had not been dropped when the select in \"main\" gave its result; expected the losers to be dropped before what follows runs."
        );

    [Fact]
    public void Branch_that_runs_on_beside_the_winner_fails() =>
        RuleCheck.Fails(
            "SEL-01",
            Selected("a starts\n a sleeps\n b starts\n b yields\n @9 a slept\n a returns\n b yielded\n b returns 2\n main combined = 2"),
            "2 branches of the select in \"main\" ran to their end; expected the first ready one to win at once."
        );

    [Fact]
    public void Branch_that_was_never_polled_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SEL-01", Selected("b starts\n b yields\n b yielded\n b returns 2\n main combined = 2"));

    [Fact]
    public void Biased_select_from_top_to_bottom_passes() =>
        RuleCheck.Passes("SEL-02", Selected("a starts\n a sleeps\n b starts\n b yields", "select-biased"), 2);

    [Fact]
    public void Biased_select_from_the_bottom_fails() =>
        RuleCheck.Fails(
            "SEL-02",
            Selected("b starts\n b yields\n a starts\n a sleeps", "select-biased"),
            "\"b\" was polled before \"a\"; expected a biased select to poll its branches from top to bottom."
        );

    [Fact]
    public void Select_may_begin_with_any_branch() => RuleCheck.Passes("SEL-02", Selected("b starts\n b yields\n a starts\n a sleeps"), 2);
}
