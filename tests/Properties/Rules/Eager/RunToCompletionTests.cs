using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class RunToCompletionTests
{
    private const string Busy = "t = timer 10 { }\ncompute 30";
    private const string Workers = "a = async { yield }\nb = async { yield }";

    [Fact]
    public void Timer_after_the_computation_passes() =>
        RuleCheck.Passes("RTC-01", Computes("main computes\n @30 main computed\n main returns\n t starts\n t returns"), 1);

    [Fact]
    public void Timer_inside_the_computation_fails() =>
        RuleCheck.Fails(
            "RTC-01",
            Computes("main computes\n @10 t starts\n t returns\n @30 main computed\n main returns"),
            "\"t\" ran while \"main\" was computing; expected it to wait until \"main\" gives up the thread."
        );

    [Fact]
    public void Timer_between_two_statements_fails() =>
        RuleCheck.Fails(
            "RTC-01",
            Computes("t starts\n t returns\n main computes\n @30 main computed\n main returns"),
            "\"t\" ran while \"main\" still held the thread; expected it to wait until \"main\" gives up the thread."
        );

    [Fact]
    public void Computation_while_nothing_waits_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("RTC-01", TraceText.Parse("compute 30", "main starts\n main computes\n @30 main computed\n main returns"));

    [Fact]
    public void Timer_due_meanwhile_and_served_later_passes() =>
        RuleCheck.Passes("RTC-02", Computes("main computes\n @30 main computed\n main returns\n t starts\n t returns"), 1);

    [Fact]
    public void Timer_served_meanwhile_by_another_thread_fails() =>
        RuleCheck.Fails(
            "RTC-02",
            Computes("main computes\n @10 #1 t starts\n #1 t returns\n @30 main computed\n main returns"),
            "\"t\" was served at 10 while \"main\" was computing; expected its timer, due at 10, to wait for the end of that."
        );

    [Fact]
    public void Timer_due_after_the_computation_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "RTC-02",
            TraceText.Parse(
                "t = timer 40 { }\ncompute 30",
                "main starts\n main makes t\n main made t\n main computes\n @30 main computed\n main returns\n @40 t starts\n t returns"
            )
        );

    [Fact]
    public void Job_off_the_loop_runs_beside_a_computation() =>
        RuleCheck.DoesNotTrigger(
            "RTC-01",
            TraceText.Parse(
                "j = blocking { }\ncompute 30",
                "main starts\n main makes j\n main made j\n main computes\n #1 j starts\n #1 j returns\n @30 main computed\n main returns"
            )
        );

    [Fact]
    public void Workers_that_take_turns_pass() =>
        RuleCheck.Passes(
            "RTC-03",
            Works(
                "a starts\n a yields\n main made a\n main makes b\n b starts\n b yields\n main made b\n main returns\n a yielded\n a returns\n b yielded\n b returns"
            ),
            2
        );

    [Fact]
    public void Await_that_keeps_the_thread_fails() =>
        RuleCheck.Fails(
            "RTC-03",
            Works(
                "a starts\n a yields\n a yielded\n a returns\n main made a\n main makes b\n b starts\n b yields\n main made b\n main returns\n b yielded\n b returns"
            ),
            "The continuation of \"a\" after its yield ran without giving up the thread to \"main\"; expected every await to suspend."
        );

    [Fact]
    public void Await_that_overtakes_what_was_queued_fails() =>
        RuleCheck.Fails(
            "RTC-03",
            TraceText.Parse(
                "m = microtask { }\nyield",
                "main starts\n main makes m\n main made m\n main yields\n main yielded\n main returns\n m starts\n m returns"
            ),
            "The continuation of \"main\" after its yield ran before the microtask \"m\", which was waiting already; expected every await to suspend."
        );

    [Fact]
    public void Await_while_nobody_waits_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("RTC-03", TraceText.Parse("yield", "main starts\n main yields\n main yielded\n main returns"));

    private static Trace Computes(string rest) => TraceText.Parse(Busy, $"main starts\n main makes t\n main made t\n {rest}");

    private static Trace Works(string rest) => TraceText.Parse(Workers, $"main starts\n main makes a\n {rest}");
}
