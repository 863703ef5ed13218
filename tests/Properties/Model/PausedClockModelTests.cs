using Conformance.Spec.Model;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class PausedClockModelTests
{
    private const string Advance = "x = async { sleep 5\nlog \"x\" }\nh = spawn x\nyield\nadvance 10\nlog \"m\"";
    private const string Job = "j = blocking { compute 50 }\nsleep 5";

    private const string Spawned =
        "main starts\n main makes x\n main made x\n main makes h\n main made h\n main yields\n x starts\n x sleeps\n main yielded\n main advances\n";
    private const string Begun = "main starts\n main makes j\n main made j\n main sleeps\n #1 j starts\n #1 j computes\n";

    [Theory]
    [InlineData("@10 x slept\n x logs x\n x returns\n main advanced\n main logs m\n main returns")]
    [InlineData("@10 main advanced\n main logs m\n main returns\n x dies")]
    public void Advance_goes_past_a_deadline_in_one_jump(string events) => Guard(Advance, Spawned + events).ShouldBeNull();

    [Theory]
    [InlineData("@5 x slept", "TIME-05")]
    [InlineData("x slept", "TIME-05")]
    [InlineData("@11 x slept", "TIME-05")]
    public void Advance_by_something_else_is_rejected(string events, string guard) => Guard(Advance, Spawned + events).ShouldBe(guard);

    [Fact]
    public void Clock_that_waits_for_a_job_is_accepted() =>
        Guard(Job, $"{Begun} #1 j computed\n #1 j returns\n @5 main slept\n main returns").ShouldBeNull();

    [Theory]
    [InlineData("@5 main slept")]
    [InlineData("@50 #1 j computed")]
    public void Clock_that_moves_while_a_job_runs_is_rejected(string events) => Guard(Job, Begun + events).ShouldBe("TIME-05");

    // As Tokio's intervals do: the timer is set again with each tick.
    [Theory]
    [InlineData("@7 p polls 2\n p ready 2\n main got p = 2\n main returns", null)]
    [InlineData("@3 p polls 2", "TIME-05")]
    public void Interval_may_wake_who_took_its_last_tick(string events, string? guard) =>
        Guard(
                "i = interval 7\nnext i\np = probe 1 wakes 0\nawait p",
                $"main starts\n main makes i\n main made i\n main asks i\n main gets i = 0\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends 1\n {events}"
            )
            .ShouldBe(guard);

    private static string? Guard(string program, string events) => new ModelChecker().Check(TraceText.Paused(program, events))?.Guard;
}
