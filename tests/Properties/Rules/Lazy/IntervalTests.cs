using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class IntervalTests
{
    private const string Begun = "main starts\n main makes i\n main made i\n main asks i\n ";
    private const string Late = "main gets i = 0\n main sleeps\n @25 main slept\n main asks i\n main gets i = 10\n main asks i\n ";

    [Theory]
    [InlineData("burst", "main gets i = 20")]
    [InlineData("delay", "@35 main gets i = 35")]
    [InlineData("skip", "@30 main gets i = 30")]
    public void Next_tick_after_a_late_one_passes(string missed, string next) =>
        RuleCheck.Passes("TIME-06", TraceText.Lazy(Program(missed), Begun + Late + next), 3);

    [Theory]
    [InlineData("burst", "@35 main gets i = 35", "burst", 35, 20)]
    [InlineData("delay", "main gets i = 20", "delay", 20, 35)]
    [InlineData("skip", "@35 main gets i = 35", "skip", 35, 30)]
    public void Other_tick_after_a_late_one_fails(string missed, string next, string word, int due, int expected) =>
        RuleCheck.Fails(
            "TIME-06",
            TraceText.Lazy(Program(missed), Begun + Late + next),
            $"\"i\" ({word}), whose tick of 10 was taken at 25, had its next due at {due}; expected {expected}."
        );

    [Fact]
    public void First_tick_after_a_period_fails() =>
        RuleCheck.Fails(
            "TIME-06",
            TraceText.Lazy(Program("burst"), Begun + "@10 main gets i = 10"),
            "The first tick of \"i\" was due at 10; expected it to be due at once when the interval is made, at 0."
        );

    [Fact]
    public void Tick_before_its_time_fails() =>
        RuleCheck.Fails(
            "TIME-06",
            TraceText.Lazy(Program("burst"), Begun + "main gets i = 5"),
            "\"i\" ticked at 0 though that tick was due at 5; expected no tick before its time."
        );

    [Fact]
    public void Tick_that_is_hardly_late_may_keep_the_schedule() =>
        RuleCheck.Passes(
            "TIME-06",
            TraceText.Lazy(
                Program("delay"),
                Begun
                    + "main gets i = 0\n main sleeps\n @13 main slept\n main asks i\n main gets i = 10\n main asks i\n @20 main gets i = 20"
            ),
            3
        );

    [Fact]
    public void Program_without_an_interval_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("TIME-06", TraceText.Lazy("sleep 1", "main starts\n main sleeps\n @1 main slept"));

    private static string Program(string missed) => $"i = interval 10 {missed}\nnext i\nsleep 25\nnext i\nnext i";
}
