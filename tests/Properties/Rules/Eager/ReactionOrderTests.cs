using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class ReactionOrderTests
{
    private const string Reaction = "deferred p\nr = then p { }\nresolve p 1";
    private const string TwoCallbacks = "a = microtask { }\nb = microtask { }";
    private const string AwaitAndCallback = "x = async { yield }\nm = microtask { }";
    private const string Chain =
        "q = async { return 1 }\np = async { return q }\nx = async { await p }\nm = microtask { n = microtask { } }";
    private const string Drains = "t = timer 0 { }\nm = microtask { n = microtask { } }";

    private const string Made = "main makes a\n main made a\n main makes b\n main made b\n main returns\n";

    private const string ChainBegun =
        "main starts\n main makes q\n q starts\n q returns 1\n main made q\n main makes p\n p starts\n p returns q\n main made p\n"
        + "main makes x\n x starts\n x awaits p\n main made x\n main makes m\n main made m\n main returns\n";

    private const string M = "m starts\n m makes n\n m made n\n m returns\n";
    private const string N = "n starts\n n returns\n";
    private const string Sleeping = "main starts\n main makes s\n main made s\n main makes p\n main made p\n";
    private const string Aborted =
        "main makes r\n main made r\n main makes c\n main made c\n main makes d\n main made d\n main aborts c\n main aborted c\n";
    private const string Later = "main sleeps\n @1 main slept\n main awaits s\n @2 main got s\n main awaits s\n";

    private const string X = "x got p = 1\n x returns\n";

    [Fact]
    public void Reaction_as_a_job_passes() =>
        RuleCheck.Passes("MICRO-01", Reacts("main resolves p 1\n main resolved p\n main returns\n r starts\n r returns"), 1);

    [Fact]
    public void Reaction_inside_resolve_fails() =>
        RuleCheck.Fails(
            "MICRO-01",
            Reacts("main resolves p 1\n r starts\n r returns\n main resolved p\n main returns"),
            "The reaction \"r\" ran inside \"main\", which still held the thread; expected a later job on an empty stack."
        );

    [Fact]
    public void Continuation_inside_resolve_fails() =>
        RuleCheck.Fails(
            "MICRO-01",
            TraceText.Parse(
                "deferred p\na = async { await p }\nresolve p 1",
                "main starts\n main makes p\n main made p\n main makes a\n a starts\n a awaits p\n main made a\n main resolves p 1\n a got p = 1\n a returns\n main resolved p\n main returns"
            ),
            "\"a\" went on after its await inside \"main\", which still held the thread; expected a later job on an empty stack."
        );

    [Fact]
    public void Reaction_that_never_runs_does_not_trigger() => RuleCheck.DoesNotTrigger("MICRO-01", Reacts("main returns"));

    [Fact]
    public void Jobs_in_the_order_of_the_queue_pass() =>
        RuleCheck.Passes("MICRO-02", TraceText.Parse(TwoCallbacks, $"main starts\n {Made} a starts\n a returns\n b starts\n b returns"), 2);

    [Fact]
    public void Last_job_first_fails() =>
        RuleCheck.Fails(
            "MICRO-02",
            TraceText.Parse(TwoCallbacks, $"main starts\n {Made} b starts\n b returns\n a starts\n a returns"),
            "The microtask \"b\" ran before the microtask \"a\", which was queued earlier; expected promise jobs to run first in, first out."
        );

    [Fact]
    public void Reactions_of_one_promise_out_of_order_fail() =>
        RuleCheck.Fails(
            "MICRO-02",
            TraceText.Parse(
                "deferred p\nr = then p { }\ns = then p { }\nresolve p 1",
                "main starts\n main makes p\n main made p\n main makes r\n main made r\n main makes s\n main made s\n main resolves p 1\n main resolved p\n main returns\n s starts\n s returns\n r starts\n r returns"
            ),
            "The reaction \"s\" ran before the reaction \"r\", which was queued earlier; expected promise jobs to run first in, first out."
        );

    [Fact]
    public void Job_that_is_alone_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("MICRO-02", Reacts("main resolves p 1\n main resolved p\n main returns\n r starts\n r returns"));

    [Fact]
    public void Job_whose_moment_is_unknown_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-02",
            TraceText.Parse(
                "a = sleep 10; b = sleep 20\nx = async { race a b }\ny = async { race a b }",
                "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes x\n x starts\n x combines\n main made x\n main makes y\n y starts\n y combines\n main made y\n main returns\n @10 y combined\n y returns\n x combined\n x returns"
            )
        );

    [Fact]
    public void Await_of_something_settled_after_one_hop_passes() =>
        RuleCheck.Passes(
            "MICRO-03",
            Awaits("main made x\n main makes m\n main made m\n main returns\n x yielded\n x returns\n m starts\n m returns"),
            1
        );

    [Fact]
    public void Await_of_something_settled_without_a_hop_fails() =>
        RuleCheck.Fails(
            "MICRO-03",
            Awaits("x yielded\n x returns\n main made x\n main makes m\n main made m\n main returns\n m starts\n m returns"),
            "The continuation of \"x\" after its yield ran without a hop; expected exactly one hop, for what it awaits was settled."
        );

    [Fact]
    public void Await_of_something_settled_after_three_hops_fails() =>
        RuleCheck.Fails(
            "MICRO-03",
            Awaits("main made x\n main makes m\n main made m\n main returns\n m starts\n m returns\n x yielded\n x returns"),
            "The microtask \"m\" ran before the continuation of \"x\" after its yield, which was queued earlier; expected that await to take exactly one hop."
        );

    [Fact]
    public void Await_that_nothing_can_overtake_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("MICRO-03", TraceText.Parse("yield", "main starts\n main yields\n main yielded\n main returns"));

    // Hops: 1 then-job of p's adoption, m; 2 p settles, n; 3 x.
    [Fact]
    public void Adoption_at_two_extra_hops_passes() => RuleCheck.Passes("MICRO-04", TraceText.Parse(Chain, $"{ChainBegun}{M}{N}{X}"), 1);

    [Fact]
    public void Adoption_without_extra_hops_fails() =>
        RuleCheck.Fails(
            "MICRO-04",
            TraceText.Parse(Chain, $"{ChainBegun}{X}{M}{N}"),
            "The continuation of \"x\" after \"p\" ran too early: its promise was resolved with \"q\"; expected 2 extra hops for the adoption."
        );

    [Fact]
    public void Adoption_with_one_extra_hop_fails() =>
        RuleCheck.Fails(
            "MICRO-04",
            TraceText.Parse(Chain, $"{ChainBegun}{M}{X}{N}"),
            "The continuation of \"x\" after \"p\" ran before the microtask \"n\", which was queued earlier; expected exactly 2 extra hops for the adoption."
        );

    [Fact]
    public void Value_instead_of_a_promise_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("MICRO-04", Reacts("main resolves p 1\n main resolved p\n main returns\n r starts\n r returns"));

    [Fact]
    public void Promises_that_follow_each_other_in_a_circle_end_the_comparison() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-04",
            TraceText.Parse(
                "deferred p\ndeferred q\nresolve p q\nresolve q p\nawait p",
                "main starts\n main makes p\n main made p\n main makes q\n main made q\n main resolves p q\n main resolved p\n main resolves q p\n main resolved q\n main awaits p\n main got p = 1\n main returns"
            )
        );

    // When an aborted sleep goes on does not show, and so not whether the job that calls then of s ran before it: who is first in line at s is open.
    [Fact]
    public void Follower_that_may_stand_before_an_await_or_behind_it_is_not_judged() =>
        RuleCheck.DoesNotTrigger("MICRO-04", Followed("main awaits s\n @2 main got s\n main awaits s\n r starts\n r returns\n main got s"));

    [Fact]
    public void Follower_that_stands_before_an_await_of_a_later_turn_passes() =>
        RuleCheck.Passes("MICRO-04", Followed($"{Later} r starts\n r returns\n main got s", "sleep 1\n"), 1);

    [Fact]
    public void Follower_that_stands_before_an_await_of_a_later_turn_and_runs_behind_it_fails() =>
        RuleCheck.Fails(
            "MICRO-04",
            Followed($"{Later} main got s\n r starts\n r returns", "sleep 1\n"),
            "The continuation of \"main\" after \"s\" ran before the reaction \"r\", which was queued earlier; expected exactly 2 extra hops for the adoption."
        );

    [Fact]
    public void Follower_behind_an_await_whose_turn_is_not_known_is_not_judged() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-04",
            TraceText.Parse(
                "s = sleep 2\ndeferred p\ndeferred q\nr = then p { }\nc = controller\nd = sleep 0 signal c\nabort c\nresolve q s\n"
                    + "y = async { try { await d } catch e { } }\nx = async { yield; await s; await s }\nresolve p s",
                $"{Sleeping}main makes q\n main made q\n{Aborted}main resolves q s\n main resolved q\n main makes y\n y starts\n y awaits d\n main made y\n"
                    + "main makes x\n x starts\n x yields\n main made x\n main resolves p s\n main resolved p\n main returns\n"
                    + "y got d ! aborted\n y returns\n x yielded\n x awaits s\n @2 x got s\n x awaits s\n x got s\n x returns\n r starts\n r returns"
            )
        );

    [Fact]
    public void Timer_after_all_jobs_passes() => RuleCheck.Passes("MICRO-05", Served($"{M}{N}t starts\n t returns"), 1);

    [Fact]
    public void Timer_before_a_job_that_was_queued_while_draining_fails() =>
        RuleCheck.Fails(
            "MICRO-05",
            Served($"{M}t starts\n t returns\n{N}"),
            "\"t\" was served by the event loop while the microtask \"n\" was still queued; expected the microtask queue to be empty first."
        );

    [Fact]
    public void Reaction_to_what_a_job_may_have_settled_unseen_is_not_judged() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-05",
            TraceText.Parse(
                "p = promise { }\nresolve p 1\nj = blocking { }\nr = catch j { }\nsleep 5\nf = finally r { }\nawait p",
                "main starts\n main makes p\n p starts\n p returns\n main made p\n main resolves p 1\n main resolved p\n main makes j\n main made j\n main makes r\n main made r\n main sleeps\n"
                    + "#1 j starts\n #1 j returns\n @5 main slept\n main makes f\n main made f\n main awaits p\n f starts\n f returns\n main got p = 1\n main returns"
            )
        );

    [Fact]
    public void Timer_before_a_tick_fails() =>
        RuleCheck.Fails(
            "MICRO-05",
            TraceText.Parse(
                "t = timer 0 { }\nk = next-tick { }",
                "main starts\n main makes t\n main made t\n main makes k\n main made k\n main returns\n t starts\n t returns\n k starts\n k returns"
            ),
            "\"t\" was served by the event loop while the next-tick \"k\" was still queued; expected the microtask queue to be empty first."
        );

    [Fact]
    public void Timer_without_jobs_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MICRO-05",
            TraceText.Parse("t = timer 0 { }", "main starts\n main makes t\n main made t\n main returns\n t starts\n t returns")
        );

    private static Trace Reacts(string rest) =>
        TraceText.Parse(Reaction, $"main starts\n main makes p\n main made p\n main makes r\n main made r\n {rest}");

    private static Trace Awaits(string rest) =>
        TraceText.Parse(AwaitAndCallback, $"main starts\n main makes x\n x starts\n x yields\n {rest}");

    private static Trace Followed(string rest, string between = "") =>
        TraceText.Parse(
            $"s = sleep 2\ndeferred p\nr = then p {{ }}\nc = controller\nd = sleep 0 signal c\nabort c\nresolve p s\ntry {{ await d }} catch e {{ }}\n{between}await s\nawait s",
            $"{Sleeping}{Aborted}main resolves p s\n main resolved p\n main awaits d\n main got d ! aborted\n {rest}\n main returns"
        );

    private static Trace Served(string rest) =>
        TraceText.Parse(Drains, $"main starts\n main makes t\n main made t\n main makes m\n main made m\n main returns\n {rest}");
}
