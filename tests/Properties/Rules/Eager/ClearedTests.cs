using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class ClearedTests
{
    private const string Clears = "a = timer 5 { }\nb = timer 5 { }\nt = timer 1 { clear a }";
    private const string Begun =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes t\n main made t\n main returns\n"
        + "@1 t starts\n t clears a\n t cleared a\n t returns\n";

    [Fact]
    public void Cleared_timer_that_stays_silent_passes() =>
        RuleCheck.Passes("LOOP-07", TraceText.Parse(Clears, $"{Begun}@5 b starts\n b returns"), 1);

    [Fact]
    public void Cleared_timer_that_fires_fails() =>
        RuleCheck.Fails(
            "LOOP-07",
            TraceText.Parse(Clears, $"{Begun}@5 a starts\n a returns"),
            "\"a\" ran though \"t\" had cleared it; expected it never to fire."
        );

    [Fact]
    public void Cleared_timer_does_not_hold_up_the_others() =>
        RuleCheck.Passes("LOOP-05", TraceText.Parse(Clears, $"{Begun}@5 b starts\n b returns"), 1);

    [Fact]
    public void Timer_cleared_after_it_ran_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-07",
            TraceText.Parse(
                "a = timer 1 { }\nb = timer 5 { clear a }",
                "main starts\n main makes a\n main made a\n main makes b\n main made b\n main returns\n @1 a starts\n a returns\n @5 b starts\n b clears a\n b cleared a\n b returns"
            )
        );
}
