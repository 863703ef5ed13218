using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class LoopPoolTests
{
    private const string Five = "a = blocking { }\nb = blocking { }\nc = blocking { }\nd = blocking { }\ne = blocking { }";
    private const string Answer = "h = blocking { compute 9 }\nt = timer 3 { }\nawait h";
    private const string Asked =
        "main starts\n main makes h\n main made h\n main makes t\n main made t\n main awaits h\n #1 h starts\n #1 h computes\n";

    [Fact]
    public void Fifth_job_after_the_first_has_ended_passes() =>
        RuleCheck.Passes("POOL-01", Jobs("#1 a starts\n #2 b starts\n #3 c starts\n #4 d starts\n #1 a returns\n #1 e starts"), 4);

    [Fact]
    public void Fifth_job_at_once_fails() =>
        RuleCheck.Fails(
            "POOL-01",
            Jobs("#1 a starts\n #2 b starts\n #3 c starts\n #4 d starts\n #5 e starts"),
            "5 jobs of the pool ran at once when \"e\" started; expected at most 4."
        );

    [Fact]
    public void Newest_job_first_fails() =>
        RuleCheck.Fails(
            "POOL-01",
            Jobs("#1 e starts\n #1 e returns"),
            "The job \"e\" started before a job that was submitted earlier; expected jobs to start in the order of their submission."
        );

    [Fact]
    public void Job_alone_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "POOL-01",
            TraceText.Parse("h = blocking { }", "main starts\n main makes h\n main made h\n main returns\n #1 h starts\n #1 h returns")
        );

    [Fact]
    public void Answer_of_the_network_while_the_pool_is_full_passes() =>
        RuleCheck.Passes("POOL-02", Full("@3 main got s\n main returns"), 1);

    [Fact]
    public void Answer_of_the_network_that_waits_for_a_thread_fails() =>
        RuleCheck.Fails(
            "POOL-02",
            Full("@9 #1 a computed\n #1 a returns\n @12 main got s\n main returns"),
            "\"main\" heard of the answer \"s\" late by 9, while every thread of the pool was busy and the loop only waited; "
                + "expected a network round trip to take no thread of the pool."
        );

    [Fact]
    public void Answer_of_the_network_that_waits_for_the_loop_passes() =>
        RuleCheck.Passes(
            "POOL-02",
            TraceText.Parse(
                $"{Four}\ns = echo 3\ncompute 8\nawait s",
                Busy + "main makes s\n main made s\n main computes\n @8 main computed\n main awaits s\n main got s\n main returns"
            ),
            1
        );

    [Fact]
    public void Answer_of_the_network_beside_a_free_thread_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "POOL-02",
            TraceText.Parse(
                "a = blocking { compute 9 }\ns = echo 3\nawait s",
                "main starts\n main makes a\n main made a\n #1 a starts\n #1 a computes\n main makes s\n main made s\n main awaits s\n "
                    + "@9 #1 a computed\n #1 a returns\n main got s\n main returns"
            )
        );

    [Fact]
    public void Answer_on_the_loop_and_a_timer_meanwhile_pass() =>
        RuleCheck.Passes("POOL-03", Waits("@3 t starts\n t returns\n @9 #1 h computed\n #1 h returns\n main got h\n main returns"), 2);

    [Fact]
    public void Answer_on_another_thread_fails() =>
        RuleCheck.Fails(
            "POOL-03",
            Waits("@9 #1 h computed\n #1 h returns\n #1 main got h\n #1 main returns"),
            "\"main\" was told on thread 1 that \"h\" had ended; expected the thread of the loop."
        );

    [Fact]
    public void Timer_that_waits_for_the_pool_fails() =>
        RuleCheck.Fails(
            "POOL-03",
            Waits("@8 t starts\n t returns"),
            "The timer \"t\" was late by 5 while the loop only waited for the pool; expected the loop to keep turning."
        );

    [Fact]
    public void Job_that_nobody_awaits_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "POOL-03",
            TraceText.Parse("h = blocking { }", "main starts\n main makes h\n main made h\n main returns\n #1 h starts\n #1 h returns")
        );

    private static Trace Jobs(string rest) =>
        TraceText.Parse(
            Five,
            $"main starts\n {string.Concat("abcde".Select(job => $"main makes {job}\n main made {job}\n "))} main returns\n {rest}"
        );

    private static Trace Waits(string rest) => TraceText.Parse(Answer, $"{Asked}{rest}");

    private const string Four =
        "a = blocking { compute 9 }\nb = blocking { compute 9 }\nc = blocking { compute 9 }\nd = blocking { compute 9 }";

    private const string Busy =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes c\n main made c\n main makes d\n main made d\n "
        + "#1 a starts\n #1 a computes\n #2 b starts\n #2 b computes\n #3 c starts\n #3 c computes\n #4 d starts\n #4 d computes\n";

    private static Trace Full(string events) =>
        TraceText.Parse($"{Four}\ns = echo 3\nawait s", Busy + "main makes s\n main made s\n main awaits s\n" + events);
}
