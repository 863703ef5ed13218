using Conformance.Implementations.DotNetTasks;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

public sealed class VirtualTimeProviderTests
{
    private readonly VirtualClock clock = new();
    private readonly VirtualTimeProvider time;
    private readonly List<string> fired = [];

    public VirtualTimeProviderTests() => time = new VirtualTimeProvider(clock);

    [Fact]
    public void Timers_fire_in_the_order_of_their_deadlines()
    {
        Arm("20", 20);
        Arm("10", 10);
        Arm("30", 30);
        Pass(30);
        Assert.Equal(["10 at 10", "20 at 20", "30 at 30"], fired);
    }

    [Fact]
    public void Of_equal_deadlines_the_newest_comes_first()
    {
        Arm("a", 10);
        Arm("b", 10);
        Arm("c", 10);
        Pass(10);
        Assert.Equal(["c at 10", "b at 10", "a at 10"], fired);
    }

    [Fact]
    public void Any_timer_that_is_due_can_be_fired()
    {
        Arm("a", 1);
        Arm("b", 2);
        Arm("c", 9);
        clock.AdvanceTo(5);
        Assert.Equal(2, time.CountDue());
        time.Fire(1);
        Assert.Equal(["b at 5"], fired);
        Assert.Equal(1, time.CountDue());
    }

    [Fact]
    public void Nothing_fires_early_or_by_itself()
    {
        Arm("a", 10);
        clock.AdvanceTo(9);
        Assert.Equal(0, time.CountDue());
        Assert.Equal(10, time.NextDeadline);
        clock.AdvanceTo(10);
        Assert.Equal(1, time.CountDue());
        Assert.Empty(fired);
    }

    [Fact]
    public void Fractions_are_rounded_up()
    {
        time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(1.2), Timeout.InfiniteTimeSpan);
        Assert.Equal(2, time.NextDeadline);
    }

    [Fact]
    public void Infinite_means_never_and_change_arms_anew()
    {
        var timer = Arm("a", 10);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Assert.Equal(long.MaxValue, time.NextDeadline);
        Assert.True(timer.Change(TimeSpan.FromMilliseconds(3), Timeout.InfiniteTimeSpan));
        Pass(20);
        Assert.Equal(["a at 3"], fired);
    }

    [Fact]
    public void Period_repeats_from_deadline_to_deadline()
    {
        time.CreateTimer(_ => Note("p"), null, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10));
        Pass(30);
        Assert.Equal(["p at 5", "p at 15", "p at 25"], fired);
    }

    [Fact]
    public async Task Disposed_timer_never_fires_though_it_is_due()
    {
        var first = Arm("a", 1);
        var second = Arm("b", 1);
        clock.AdvanceTo(1);
        first.Dispose();
        await second.DisposeAsync();
        Assert.Equal(0, time.CountDue());
        Assert.False(first.Change(TimeSpan.Zero, TimeSpan.Zero));
        Assert.Equal(0, time.CountDue());
    }

    [Fact]
    public void Negative_times_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(-2), Timeout.InfiniteTimeSpan)
        );

    [Fact]
    public void Clock_timestamp_and_calendar_agree()
    {
        var begin = time.GetTimestamp();
        clock.AdvanceTo(1500);
        Assert.Equal(TimeSpan.FromSeconds(1.5), time.GetElapsedTime(begin));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1.5), time.GetUtcNow());
        Assert.Equal(time.GetUtcNow(), time.GetLocalNow());
    }

    [Fact]
    public void Delays_and_time_limits_of_tasks_go_by_it()
    {
        var delay = Task.Delay(TimeSpan.FromMilliseconds(10), time);
        var limited = new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(20), time);
        Pass(9);
        Assert.False(delay.IsCompleted);
        Pass(10);
        Assert.True(delay.IsCompletedSuccessfully);
        Assert.False(limited.IsCompleted);
        Pass(20);
        Assert.IsType<TimeoutException>(limited.Exception?.InnerException);
    }

    private ITimer Arm(string name, int milliseconds) =>
        time.CreateTimer(_ => Note(name), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);

    private void Note(string name) => fired.Add($"{name} at {clock.Now}");

    private void Pass(long until)
    {
        while (time.NextDeadline <= until)
        {
            clock.AdvanceTo(Math.Max(clock.Now, time.NextDeadline));
            time.Fire(0);
        }

        clock.AdvanceTo(until);
    }
}
