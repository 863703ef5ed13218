using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class IntervalTests : ExecutorTest
{
    [Theory]
    [InlineData(MissedTicks.Burst, "0@0 10@10 20@45 30@45 40@45 50@50")]
    [InlineData(MissedTicks.Delay, "0@0 10@10 20@45 55@55 65@65 75@75")]
    [InlineData(MissedTicks.Skip, "0@0 10@10 20@45 50@50 60@60 70@70")]
    public void Ticks_after_a_late_one_are_as_chosen(MissedTicks missed, string expected)
    {
        Assert.Equal(expected, Runtime.BlockOn(Main()));

        async Future<string> Main()
        {
            using var interval = Runtime.Interval(10, missed);
            var ticks = new List<string>();
            for (var i = 0; i < 6; i++)
            {
                ticks.Add($"{await interval.Tick()}@{Runtime.Now}");
                if (i == 1)
                    await Runtime.Sleep(35);
            }

            return string.Join(' ', ticks);
        }
    }

    [Fact]
    public void Tick_that_is_hardly_late_keeps_the_schedule()
    {
        Assert.Equal(20, Runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            using var interval = Runtime.Interval(10, MissedTicks.Delay);
            await interval.Tick();
            await Runtime.Sleep(15);
            await interval.Tick();
            return await interval.Tick();
        }
    }

    [Fact]
    public void Abandoned_tick_is_not_lost()
    {
        Assert.Equal(10, Runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            using var interval = Runtime.Interval(10);
            await interval.Tick();
            _ = await Runtime.Timeout(5, interval.Tick()).Settled();
            return await interval.Tick();
        }
    }

    [Fact]
    public void Period_is_at_least_one() => Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Interval(0));
}
