using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class EagerStartTests
{
    private const string Promise = "p = promise { resolve p 1 }";
    private const string Nobody = "a = async { yield }";
    private const string Two = "a = sleep 60; b = sleep 60; await a; await b";
    private const string Throws = "p = promise { throw \"e\" }\nawait p";

    private static Trace Constructed(string events) => TraceText.Parse(Promise, events);

    [Fact]
    public void Executor_inside_the_constructor_passes() =>
        RuleCheck.Passes(
            "EAGER-01",
            Constructed("main starts\n main makes p\n p starts\n p resolves p 1\n p resolved p\n p returns\n main made p\n main returns"),
            1
        );

    [Fact]
    public void Executor_after_the_constructor_fails() =>
        RuleCheck.Fails(
            "EAGER-01",
            Constructed("main starts\n main makes p\n main made p\n main returns\n p starts\n p resolves p 1\n p resolved p\n p returns"),
            "The executor of \"p\" ran after the constructor returned; expected it inside."
        );

    [Fact]
    public void Executor_that_never_runs_fails() =>
        RuleCheck.Fails(
            "EAGER-01",
            Constructed("main starts\n main makes p\n main made p\n main returns"),
            "The executor of \"p\" never ran; expected it inside the constructor."
        );

    [Fact]
    public void Executor_that_runs_twice_fails() =>
        RuleCheck.Fails(
            "EAGER-01",
            Constructed("main starts\n main makes p\n p starts\n p returns\n p starts\n p returns\n main made p\n main returns"),
            "The executor of \"p\" ran again; expected it exactly once."
        );

    [Fact]
    public void Program_without_a_promise_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("EAGER-01", TraceText.Parse("deferred p", "main starts\n main makes p\n main made p\n main returns"));

    [Fact]
    public void Body_inside_its_call_passes() =>
        RuleCheck.Passes(
            "EAGER-02",
            TraceText.Parse(
                Nobody,
                "main starts\n main makes a\n a starts\n a yields\n main made a\n main returns\n a yielded\n a returns"
            ),
            1
        );

    [Fact]
    public void Body_as_a_job_fails() =>
        RuleCheck.Fails(
            "EAGER-02",
            TraceText.Parse(
                Nobody,
                "main starts\n main makes a\n main made a\n main returns\n a starts\n a yields\n a yielded\n a returns"
            ),
            "The body of \"a\" began after the call returned; expected it to run inside the call, up to its first await."
        );

    [Fact]
    public void Body_cut_short_before_its_first_await_fails() =>
        RuleCheck.Fails(
            "EAGER-02",
            TraceText.Parse(
                Nobody,
                "main starts\n main makes a\n a starts\n main made a\n main returns\n a yields\n a yielded\n a returns"
            ),
            "The call of \"a\" returned before its body came to an await or its end; expected it to run inside the call."
        );

    [Fact]
    public void Promise_is_no_async_function() =>
        RuleCheck.DoesNotTrigger("EAGER-02", Constructed("main starts\n main makes p\n p starts\n p returns\n main made p\n main returns"));

    [Fact]
    public void Unobserved_body_that_goes_on_passes() =>
        RuleCheck.Passes(
            "EAGER-03",
            TraceText.Parse(
                Nobody,
                "main starts\n main makes a\n a starts\n a yields\n main made a\n main returns\n a yielded\n a returns"
            ),
            1
        );

    [Fact]
    public void Unobserved_body_that_stays_behind_fails() =>
        RuleCheck.Fails(
            "EAGER-03",
            TraceText.Parse(Nobody, "main starts\n main makes a\n a starts\n a yields\n main made a\n main returns"),
            "\"a\" was started and nobody observed it; it never went on after this await, though nothing held it up. Expected progress without observers."
        );

    [Fact]
    public void Observed_body_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "EAGER-03",
            TraceText.Parse(
                $"{Nobody}\nawait a",
                "main starts\n main makes a\n a starts\n a yields\n main made a\n main awaits a\n a yielded\n a returns\n main got a\n main returns"
            )
        );

    [Fact]
    public void Unobserved_body_that_never_suspends_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "EAGER-03",
            TraceText.Parse("a = async { }", "main starts\n main makes a\n a starts\n a returns\n main made a\n main returns")
        );

    [Fact]
    public void Unobserved_body_that_waits_for_ever_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "EAGER-03",
            TraceText.Parse(
                "deferred d\na = async { await d }",
                "main starts\n main makes d\n main made d\n main makes a\n a starts\n a awaits d\n main made a\n main returns"
            )
        );

    [Fact]
    public void Timers_armed_together_overlap() => RuleCheck.Passes("EAGER-04", Sleeps(second: 60), 2);

    [Fact]
    public void Timer_armed_when_awaited_fails() =>
        RuleCheck.Fails(
            "EAGER-04",
            Sleeps(second: 120),
            "\"main\" awaited \"b\", a sleep of 60 that was armed at 0, from 60 to 120, with the thread idle for 60; expected no more than 0, for it had been running since it was armed."
        );

    [Fact]
    public void Timer_delayed_by_the_processor_passes() =>
        RuleCheck.Passes(
            "EAGER-04",
            TraceText.Parse(
                "a = sleep 10\ncompute 30\nawait a",
                "main starts\n main makes a\n main made a\n main computes\n @30 main computed\n main awaits a\n main got a\n main returns"
            ),
            1
        );

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Timer_that_becomes_due_while_another_is_armed_late_may_wait_one_unit(int time, bool passes)
    {
        var trace = TraceText.Parse(
            "a = sleep 5\nb = sleep 6\nf = async {\nawait a\nawait b\n}\nsleep 5\ncompute 1\nc = sleep 9",
            "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes f\n f starts\n f awaits a\n main made f\n main sleeps\n "
                + "@5 main slept\n main computes\n @6 main computed\n main makes c\n main made c\n main returns\n f got a\n f awaits b\n "
                + $"@{time} f got b\n f returns"
        );

        if (passes)
            RuleCheck.Passes("EAGER-04", trace, 3);
        else
            RuleCheck.Fails(
                "EAGER-04",
                trace,
                "\"f\" awaited \"b\", a sleep of 6 that was armed at 0, from 6 to 8, with the thread idle for 1; expected no more than 0, for it had been running since it was armed."
            );
    }

    [Fact]
    public void Timer_awaited_at_once_and_alone_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "EAGER-04",
            TraceText.Parse(
                "a = sleep 60; await a",
                "main starts\n main makes a\n main made a\n main awaits a\n @60 main got a\n main returns"
            )
        );

    [Fact]
    public void Upper_bounds_are_not_asserted_on_the_machines_clock() =>
        Assert.DoesNotContain(
            new Spec.Rules.Checker(Spec.Rules.Catalogue.Create(), TraceText.Parse(Two, "main starts", ClockKind.Real).Runtime).Rules,
            rule => rule.Info.Id == "EAGER-04"
        );

    [Fact]
    public void Throw_becomes_a_rejection() =>
        RuleCheck.Passes(
            "EAGER-05",
            TraceText.Parse(
                Throws,
                "main starts\n main makes p\n p starts\n p throws e\n main made p\n main awaits p\n main got p ! e\n main throws e"
            ),
            2
        );

    [Fact]
    public void Throw_that_escapes_the_constructor_fails() =>
        RuleCheck.Fails(
            "EAGER-05",
            TraceText.Parse(Throws, "main starts\n main makes p\n p starts\n p throws e\n main throws e", ending: Ending.Failed),
            "The error \"e\" thrown in \"p\" escaped to its maker \"main\"; expected \"p\" to be rejected with it."
        );

    [Fact]
    public void Throw_that_comes_as_a_value_fails() =>
        RuleCheck.Fails(
            "EAGER-05",
            TraceText.Parse(
                Throws,
                "main starts\n main makes p\n p starts\n p throws e\n main made p\n main awaits p\n main got p = 1\n main returns"
            ),
            "\"main\" awaited \"p\", which threw \"e\", and got value 1; expected the error."
        );

    [Fact]
    public void Program_that_throws_nothing_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("EAGER-05", Constructed("main starts\n main makes p\n p starts\n p returns\n main made p\n main returns"));

    private static Trace Sleeps(int second) =>
        TraceText.Parse(
            Two,
            $"main starts\n main makes a\n main made a\n main makes b\n main made b\n main awaits a\n @60 main got a\n main awaits b\n @{second} main got b\n main returns"
        );
}
