using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class LateTimersTests
{
    private const string Id = "RTC-02";
    private const string Message =
        "\"a\", due at 15, went on before \"b\", due at 10, both of them late; expected the order of their deadlines.";

    private static Trace Late(string events, string a = "sleep 15", bool natural = true) =>
        TraceText.Lazy(
            $"a = async {{ {a} }}\nb = async {{ sleep 10 }}\nx = spawn a\ny = spawn b\nsleep 5\ncompute 30\nsleep 50",
            "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes x\n main made x\n main makes y\n main made y\n main sleeps\n"
                + events,
            natural: natural
        );

    [Fact]
    public void Late_sleeps_in_the_order_of_their_deadlines_pass() =>
        RuleCheck.Passes(
            Id,
            Late(
                "a starts\n a sleeps\n b starts\n b sleeps\n @5 main slept\n main computes\n @35 main computed\n main sleeps\n b slept\n b returns\n a slept\n a returns"
            ),
            2
        );

    [Fact]
    public void Late_sleeps_in_the_order_of_their_beginnings_fail() =>
        RuleCheck.Fails(
            Id,
            Late(
                "a starts\n a sleeps\n b starts\n b sleeps\n @5 main slept\n main computes\n @35 main computed\n main sleeps\n a slept\n a returns\n b slept\n b returns"
            ),
            Message
        );

    [Fact]
    public void Under_another_schedule_any_order_passes() =>
        RuleCheck.Passes(
            Id,
            Late(
                "a starts\n a sleeps\n b starts\n b sleeps\n @5 main slept\n main computes\n @35 main computed\n main sleeps\n a slept\n a returns\n b slept\n b returns",
                natural: false
            ),
            2
        );

    [Fact]
    public void Sleep_that_begins_after_the_section_has_begun_does_not_count() =>
        RuleCheck.Passes(
            Id,
            Late(
                "a starts\n a sleeps\n @5 main slept\n main computes\n b starts\n b sleeps\n @35 main computed\n main sleeps\n a slept\n a returns\n b slept\n b returns"
            ),
            2
        );

    // A probe keeps its task's waker: who wakes it later puts the task in the queue before its sleep is over.
    [Fact]
    public void Task_that_something_else_may_wake_does_not_count() =>
        RuleCheck.Passes(
            Id,
            Late(
                "a starts\n a makes p\n a made p\n a awaits p\n p polls 1\n p ready\n a got p = 1\n a sleeps\n b starts\n b sleeps\n @5 main slept\n main computes\n @35 main computed\n main sleeps\n a slept\n a returns\n b slept\n b returns",
                a: "p = probe 0; await p; sleep 15"
            ),
            2
        );
}
