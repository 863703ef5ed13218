using Conformance.Reference.EventLoop;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>Timers as Node keeps them. Each expectation is what Node.js 20 prints for the same program.</summary>
public sealed class TimerTests
{
    [Theory]
    [InlineData(false, "immediate nested")]
    [InlineData(true, "nested immediate")]
    public void Timer_that_fell_due_is_served_in_the_same_phase_only_if_its_last_drain_arms_one(bool arms, string expected) =>
        Assert.Equal(
            expected,
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(
                        5,
                        () =>
                        {
                            loop.SetTimer(1, () => log("nested"));
                            loop.SetImmediate(() => log("immediate"));
                            loop.QueueMicrotask(() =>
                            {
                                loop.Compute(9);
                                if (arms)
                                    loop.SetTimer(50, () => { });
                            });
                        }
                    );
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Timers_fire_by_deadline_and_equal_ones_in_the_order_of_their_creation() =>
        Assert.Equal(
            "a@10 c@10 b@20 d@30",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(20, () => log($"b@{loop.Now}"));
                    loop.SetTimer(10, () => log($"a@{loop.Now}"));
                    loop.SetTimer(30, () => log($"d@{loop.Now}"));
                    loop.SetTimer(10, () => log($"c@{loop.Now}"));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Late_loop_drains_one_duration_before_the_next() =>
        Assert.Equal(
            "a10 b10 a15",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(10, () => log("a10"));
                    loop.SetTimer(15, () => log("a15"));
                    loop.Compute(7);
                    loop.SetTimer(10, () => log("b10"));
                    loop.Compute(20);
                    return Promise.Resolve();
                }
            )
        );

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(1, 1)]
    [InlineData(2_147_483_647, 2_147_483_647)]
    [InlineData(2_147_483_648, 1)]
    public void Delay_has_a_least_and_a_longest_value(long delay, long expected) =>
        Assert.Equal(
            $"{expected}",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(delay, () => log($"{loop.Now}"));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Sleep_is_armed_when_it_is_made() =>
        Assert.Equal(
            "10",
            Loops.Log(
                async (loop, log) =>
                {
                    var sleep = loop.Sleep(10);
                    await loop.Sleep(7);
                    await sleep;
                    log($"{loop.Now}");
                }
            )
        );

    [Fact]
    public void Computing_delays_a_due_timer_to_its_end() =>
        Assert.Equal(
            "computed@50 timer@50",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(10, () => log($"timer@{loop.Now}"));
                    loop.Compute(50);
                    log($"computed@{loop.Now}");
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Timer_says_whether_it_waits() =>
        Loops.Log(
            async (loop, _) =>
            {
                var timer = loop.SetTimer(1, () => { });
                Assert.True(timer.IsArmed);
                await loop.Sleep(2);
                Assert.False(timer.IsArmed);
                timer.Clear();
            }
        );
}
