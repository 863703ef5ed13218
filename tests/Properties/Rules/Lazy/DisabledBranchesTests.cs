using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class DisabledBranchesTests
{
    private const string Id = "SEL-03";

    private static Trace Selected(string events, string end = "", string enabled = "[1, 1]") =>
        TraceText.Lazy(
            $"let n = 0\na = async {{ yield; return 1 }}\nselect {{\nb = async {{ return 2 }}\nbranch b if n\nbranch a is 7\n}} {end}",
            $"main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines = {enabled}\n{events}"
        );

    [Fact]
    public void Disabled_branch_that_is_evaluated_and_not_polled_passes() =>
        RuleCheck.Passes(Id, Selected("a starts\n a yields\n", enabled: "[0, 1]"), 1);

    [Fact]
    public void Disabled_branch_that_is_polled_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("b starts", enabled: "[0, 1]"),
            "\"b\" was polled by the select in \"main\" that had disabled it; expected it never to be."
        );

    [Fact]
    public void Disabled_branch_whose_expression_is_skipped_fails() =>
        RuleCheck.Fails(
            Id,
            TraceText.Lazy(
                "a = async { }\nselect {\nlog \"evaluated\"\nbranch a if 0\n} else 1",
                "main starts\n main makes a\n main made a\n main combines = [0]\n main combined = 1"
            ),
            "The expression of \"a\", a branch of the select in \"main\", was not evaluated; expected all of them to be."
        );

    [Fact]
    public void Enabled_branches_do_not_trigger() => RuleCheck.DoesNotTrigger(Id, Selected("b starts\n b returns 2\n main combined = 2"));

    [Fact]
    public void Refuted_branch_that_leaves_the_others_to_go_on_passes() =>
        RuleCheck.Passes(Id, Selected("a starts\n a yields\n a yielded\n a returns 1\n b starts\n b returns 2\n main combined = 2"), 1);

    [Fact]
    public void Refuted_branch_that_wins_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("a starts\n a yields\n a yielded\n a returns 1\n main combined = 1"),
            "The select in \"main\" ended with value 1, which is what \"a\" ended with and its pattern refutes; expected that branch to be disabled."
        );

    [Fact]
    public void Else_while_a_branch_is_enabled_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("a starts\n a yields\n a yielded\n a returns 1\n main combined = 5", "else 5"),
            "The select in \"main\" ended with value 5 though \"b\" was enabled and had not ended; expected it to wait for all that are enabled."
        );

    [Fact]
    public void Else_when_all_are_disabled_passes() =>
        RuleCheck.Passes(Id, Selected("a starts\n a yields\n a yielded\n a returns 1\n main combined = 5", "else 5", "[0, 1]"), 2);

    [Fact]
    public void Other_value_than_that_of_else_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("a starts\n a yields\n a yielded\n a returns 1\n main combined = 6", "else 5", "[0, 1]"),
            "The select in \"main\" ended with value 6, all its branches disabled; expected the value of its else."
        );

    [Fact]
    public void Panic_without_else_passes() =>
        RuleCheck.Passes(Id, Selected("a starts\n a yields\n a yielded\n a returns 1\n main panics all", enabled: "[0, 1]"), 2);

    [Fact]
    public void Panic_in_spite_of_else_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("a starts\n a yields\n a yielded\n a returns 1\n main panics all", "else 5", "[0, 1]"),
            "The select in \"main\" ended with panic \"all\", all its branches disabled; expected the value of its else."
        );

    [Fact]
    public void Value_without_else_when_all_are_disabled_fails() =>
        RuleCheck.Fails(
            Id,
            Selected("a starts\n a yields\n a yielded\n a returns 1\n main combined = 5", enabled: "[0, 1]"),
            "The select in \"main\" ended with value 5, all its branches disabled; expected a panic."
        );

    [Fact]
    public void Panic_of_a_branch_that_had_ended_before_passes() =>
        RuleCheck.DoesNotTrigger(
            Id,
            TraceText.Lazy(
                "p = probe 0 wakes 1\nawait &p\nselect {\nbranch p\n} else 1",
                "main starts\n main makes p\n main made p\n main awaits p\n p polls 1\n p ready\n main got p = 1\n main combines = [1]\n main panics again",
                ending: Ending.Failed
            )
        );

    [Fact]
    public void Refuted_branch_is_no_winner_beside_another() =>
        RuleCheck.Passes(
            "SEL-01",
            Selected("a starts\n a yields\n a yielded\n a returns 1\n b starts\n b returns 2\n main combined = 2"),
            0
        );

    [Fact]
    public void Biased_select_passes_over_a_disabled_branch() =>
        RuleCheck.Passes(
            "SEL-02",
            TraceText.Lazy(
                "a = async { }\nb = async { return 2 }\nselect-biased {\nbranch a if 0\nbranch b\n}",
                "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines = [0, 1]\n b starts\n b returns 2\n main combined = 2"
            ),
            1
        );
}
