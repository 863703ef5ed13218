using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class CombinatorTests
{
    private const string Two = "deferred p\nresolve p 1\nx = async { race p }\nm = microtask { n = microtask { } }";
    private const string TwoBegun =
        "main starts\n main makes p\n main made p\n main resolves p 1\n main resolved p\n main makes x\n x starts\n x combines\n main made x\n"
        + "main makes m\n main made m\n main returns\n";
    private const string M = "m starts\n m makes n\n m made n\n m returns\n";
    private const string N = "n starts\n n returns\n";
    private const string X = "x combined = 1\n x returns\n";
    private const string Fails = "a = async { sleep 10; throw \"e\" }\nb = async { sleep 30 }\ntry-join a b";
    private const string FailsBegun =
        "main starts\n main makes a\n a starts\n a sleeps\n main made a\n main makes b\n b starts\n b sleeps\n main made b\n main combines\n"
        + "@10 a slept\n a throws e\n";
    private const string Final = "p = async { return 1 }\nf = finally p { }\nv = await f";
    private const string FinalBegun =
        "main starts\n main makes p\n p starts\n p returns = 1\n main made p\n main makes f\n main made f\n main awaits f\n f starts\n f returns\n";

    [Fact]
    public void Combinator_of_settled_inputs_at_hop_2_passes() =>
        RuleCheck.Passes("MICRO-06", TraceText.Parse(Two, $"{TwoBegun}{M}{X}{N}"), 1);

    [Fact]
    public void Combinator_of_settled_inputs_at_hop_1_fails() =>
        RuleCheck.Fails(
            "MICRO-06",
            TraceText.Parse(Two, $"{TwoBegun}{X}{M}{N}"),
            "The continuation of \"x\" after its combinator ran before the microtask \"m\", which was queued earlier; expected a combinator of settled inputs to take exactly 2 hops."
        );

    [Fact]
    public void Combinator_of_settled_inputs_at_hop_3_fails() =>
        RuleCheck.Fails(
            "MICRO-06",
            TraceText.Parse(Two, $"{TwoBegun}{M}{N}{X}"),
            "The microtask \"n\" ran before the continuation of \"x\" after its combinator, which was queued earlier; expected a combinator of settled inputs to take exactly 2 hops."
        );

    [Fact]
    public void Combinator_that_waits_does_not_trigger_hops() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-06",
            TraceText.Parse(Fails, $"{FailsBegun} main combined ! e\n main throws e\n @30 b slept\n b returns")
        );

    [Fact]
    public void All_that_rejects_at_the_first_rejection_passes() =>
        RuleCheck.Passes(
            "MICRO-08",
            TraceText.Parse(Fails, $"{FailsBegun} main combined ! e\n main throws e\n @30 b slept\n b returns"),
            1
        );

    [Fact]
    public void All_that_waits_for_the_rest_fails() =>
        RuleCheck.Fails(
            "MICRO-08",
            TraceText.Parse(Fails, $"{FailsBegun} @30 b slept\n b returns\n main combined ! e\n main throws e"),
            "all waited on after \"a\" had settled with error \"e\"; expected that input to decide at once."
        );

    [Fact]
    public void All_that_gives_values_in_spite_of_a_rejection_fails() =>
        RuleCheck.Fails(
            "MICRO-08",
            TraceText.Parse(Fails, $"{FailsBegun} main combined = [1, 2]\n main returns\n @30 b slept\n b returns"),
            "all gave value [1, 2] though \"a\" settled with error \"e\"; expected that input to decide."
        );

    [Fact]
    public void Race_with_a_value_of_nobody_fails() =>
        RuleCheck.Fails(
            "MICRO-08",
            TraceText.Parse(Two, $"{TwoBegun}{M}x combined = 2\n x returns\n{N}"),
            "race gave value 2; expected the outcome of one of its inputs."
        );

    [Fact]
    public void Finally_that_passes_the_value_on_passes() =>
        RuleCheck.Passes("MICRO-07", TraceText.Parse(Final, $"{FinalBegun} main got f = 1\n main returns"), 1);

    [Fact]
    public void Finally_that_passes_another_value_on_fails() =>
        RuleCheck.Fails(
            "MICRO-07",
            TraceText.Parse(Final, $"{FinalBegun} main got f = 2\n main returns"),
            "\"main\" saw value 2 of the finally \"f\"; expected value 1, the outcome of \"p\" that passes through."
        );

    [Fact]
    public void Finally_without_an_observer_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-07",
            TraceText.Parse(
                "p = async { return 1 }\nf = finally p { }",
                "main starts\n main makes p\n p starts\n p returns = 1\n main made p\n main makes f\n main made f\n main returns\n f starts\n f returns"
            )
        );
}
