using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Who asks a shared future while another thread polls it is woken by nobody when that poll panics.</summary>
public sealed class SharedPanicTests
{
    private const string Two = "x = async { panic \"b\" }\nc = share x\na = async { await c }\nh = spawn a\nawait c";
    private const string TwoMade =
        "main starts\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n main makes h\n main made h\n";
    private const string Joined =
        "x = async { panic \"b\" }\nc = share x\na = async { await c }\nh = spawn a\np = probe 3 wakes 0\njoin p c";
    private const string Begun = $"{TwoMade} #1 a starts\n #1 a awaits c\n #1 x starts\n";
    private const string Over = "#1 x panics b\n #1 a panics b";

    [Fact]
    public void Reader_that_asked_while_it_was_polled_waits_for_ever() =>
        Check(Two, $"{Begun} main awaits c\n {Over}", Ending.Deadlock).ShouldBeNull();

    [Fact]
    public void Reader_that_asked_after_the_poll_panics() =>
        Check(Two, $"{Begun} main awaits c\n {Over}\n main panics shared future panicked", Ending.Failed).ShouldBeNull();

    [Fact]
    public void Reader_that_comes_after_the_poll_does_not_wait() =>
        Check(Two, $"{Begun} {Over}\n main awaits c", Ending.Deadlock).ShouldNotBeNull();

    [Fact]
    public void Reader_that_asks_something_else_first_may_ask_while_it_is_polled() =>
        Check(
                Joined,
                $"{TwoMade} main makes p\n main made p\n #1 a starts\n #1 a awaits c\n #1 x starts\n main combines\n p polls 1\n p pends 1\n {Over}",
                Ending.Deadlock
            )
            .ShouldBeNull();

    [Fact]
    public void Reader_that_asked_while_it_was_polled_is_not_polled_again() =>
        Check(
                Joined,
                $"{TwoMade} main makes p\n main made p\n #1 a starts\n #1 a awaits c\n #1 x starts\n main combines\n p polls 1\n p pends 1\n {Over}\n p polls 2\n p pends 2\n main panics shared future panicked",
                Ending.Failed
            )
            .ShouldNotBeNull();

    [Fact]
    public void Reader_may_ask_while_it_is_polled_in_a_poll_that_emits_nothing() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "x = async {\nyield\npanic \"e\"\n}\nc = share x\na = async { await c }\nb = async { await c }\nd = async { h = spawn a }\njoin b d",
                    "main starts\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n main makes b\n main made b\n "
                        + "main makes d\n main made d\n main combines\n b starts\n b awaits c\n x starts\n x yields\n d starts\n d makes h\n d made h\n "
                        + "#1 a starts\n #1 a awaits c\n #1 x yielded\n d returns\n #1 x panics e\n #1 a panics e",
                    workers: 2,
                    ending: Ending.Deadlock
                )
            )
            .ShouldBeNull();

    private static Rejection? Check(string program, string events, Ending ending)
    {
        var checker = new ModelChecker();
        var rejection = checker.Check(TraceText.Lazy(program, events, workers: 2, ending: ending));
        checker.IsJudged.ShouldBeTrue();
        checker.Check(TraceText.Threads(program, events, ending: ending)).ShouldBe(rejection);
        return rejection;
    }
}
