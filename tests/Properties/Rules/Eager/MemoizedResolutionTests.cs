using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class MemoizedResolutionTests
{
    private const string Twice = "p = promise { resolve p 1; resolve p 2 }\nawait p";
    private const string Readers = "a = async { return 1 }\nawait a\nawait a";
    private const string Adopts = "deferred q\ndeferred p\nresolve p q\nresolve p 2\nresolve q 1\nawait p";
    private const string Itself = "deferred p\nresolve p p\nawait p";

    [Fact]
    public void First_of_two_values_passes() => RuleCheck.Passes("MEMO-01", Settled("= 1"), 1);

    [Fact]
    public void Last_of_two_values_fails() =>
        RuleCheck.Fails(
            "MEMO-01",
            Settled("= 2"),
            "\"p\" was settled first with value 1, and a later attempt changed it: \"main\" saw value 2; expected value 1 for ever."
        );

    [Fact]
    public void Second_attempt_with_the_same_value_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MEMO-01",
            TraceText.Parse(
                "p = promise { resolve p 1; resolve p 1 }\nawait p",
                "main starts\n main makes p\n p starts\n p resolves p 1\n p resolved p\n p resolves p 1\n p resolved p\n p returns\n main made p\n main awaits p\n main got p = 1\n main returns"
            )
        );

    [Fact]
    public void Same_value_for_two_observers_passes() => RuleCheck.Passes("MEMO-02", Read("= 1", at: 0), 2);

    [Fact]
    public void Another_value_for_the_second_observer_fails() =>
        RuleCheck.Fails(
            "MEMO-02",
            TraceText.Parse(
                "x = blocking { return 1 }\nawait x\nawait x",
                "main starts\n main makes x\n main made x\n main awaits x\n main got x = 1\n main awaits x\n main got x = 2"
            ),
            "\"main\" got value 2 from \"x\", and \"main\" got value 1; expected the same for every observer."
        );

    [Fact]
    public void Late_observer_that_waits_again_fails() =>
        RuleCheck.Fails(
            "MEMO-02",
            Read("= 1", at: 10),
            "\"main\" waited 10 for \"a\", which was settled already; expected no more than the hop of its reaction."
        );

    [Fact]
    public void Work_that_runs_again_fails() =>
        RuleCheck.Fails(
            "MEMO-02",
            TraceText.Parse(
                Readers,
                "main starts\n main makes a\n a starts\n a returns 1\n main made a\n main awaits a\n main got a = 1\n main awaits a\n a starts\n a returns 1\n main got a = 1\n main returns"
            ),
            "The work of \"a\" ran again; expected it to run once and its result to be kept."
        );

    [Fact]
    public void Observer_before_the_end_fails() =>
        RuleCheck.Fails(
            "MEMO-02",
            TraceText.Parse(
                "deferred p\na = async { resolve p 1 }\nawait p\nawait p",
                "main starts\n main makes p\n main made p\n main awaits p\n main got p = 1\n main makes a\n a starts\n a resolves p 1\n a resolved p\n a returns\n main made a\n main awaits p\n main got p = 1\n main returns"
            ),
            "\"main\" saw \"p\" settled before it was; expected it to wait."
        );

    [Fact]
    public void Only_observer_of_what_settles_later_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MEMO-02",
            TraceText.Parse(
                "a = async { yield; return 1 }\nawait a",
                "main starts\n main makes a\n a starts\n a yields\n main made a\n main awaits a\n a yielded\n a returns 1\n main got a = 1\n main returns"
            )
        );

    [Fact]
    public void Promise_follows_the_one_it_was_resolved_with() => RuleCheck.Passes("MEMO-03", Followed("= 1"), 1);

    [Fact]
    public void Later_value_while_following_fails() =>
        RuleCheck.Fails(
            "MEMO-03",
            Followed("= 2"),
            "\"p\" was resolved with \"q\", which settles with value 1, and \"main\" saw value 2; expected value 1."
        );

    [Fact]
    public void Promise_settled_before_the_one_it_follows_fails() =>
        RuleCheck.Fails(
            "MEMO-03",
            TraceText.Parse(
                "deferred q\ndeferred p\nresolve p q\nb = async { await p }\nresolve q 1",
                "main starts\n main makes q\n main made q\n main makes p\n main made p\n main resolves p q\n main resolved p\n main makes b\n b starts\n b awaits p\n b got p = 1\n b returns\n main made b\n main resolves q 1\n main resolved q\n main returns"
            ),
            "\"p\" was resolved with \"q\", and \"b\" saw it settled before \"q\" was; expected it to follow."
        );

    [Fact]
    public void Promise_resolved_with_itself_is_rejected() => RuleCheck.Passes("MEMO-03", Own("! cycle"), 1);

    [Fact]
    public void Promise_resolved_with_itself_and_fulfilled_fails() =>
        RuleCheck.Fails("MEMO-03", Own("= 1"), "\"p\" was resolved with itself, and \"main\" saw value 1; expected error \"cycle\".");

    [Fact]
    public void Promise_resolved_with_a_value_does_not_trigger() => RuleCheck.DoesNotTrigger("MEMO-03", Settled("= 1"));

    private static Trace Settled(string result) =>
        TraceText.Parse(
            Twice,
            $"main starts\n main makes p\n p starts\n p resolves p 1\n p resolved p\n p resolves p 2\n p resolved p\n p returns\n main made p\n main awaits p\n main got p {result}\n main returns"
        );

    private static Trace Read(string result, int at) =>
        TraceText.Parse(
            Readers,
            $"main starts\n main makes a\n a starts\n a returns 1\n main made a\n main awaits a\n main got a = 1\n main awaits a\n @{at} main got a {result}\n main returns"
        );

    private static Trace Followed(string result) =>
        TraceText.Parse(
            Adopts,
            $"main starts\n main makes q\n main made q\n main makes p\n main made p\n main resolves p q\n main resolved p\n main resolves p 2\n main resolved p\n main resolves q 1\n main resolved q\n main awaits p\n main got p {result}\n main returns"
        );

    private static Trace Own(string result) =>
        TraceText.Parse(
            Itself,
            $"main starts\n main makes p\n main made p\n main resolves p p\n main resolved p\n main awaits p\n main got p {result}\n main returns"
        );
}
