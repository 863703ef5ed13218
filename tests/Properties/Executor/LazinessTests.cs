using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class LazinessTests
{
    private readonly List<string> log = [];
    private readonly Runtime runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices() });

    [Fact]
    public void Future_not_awaited_runs_nothing()
    {
        var future = Say("body");
        Assert.Empty(log);
        future.Drop();
        Assert.Empty(log);
    }

    [Fact]
    public void Await_of_what_is_ready_does_not_give_way()
    {
        runtime.BlockOn(Main());
        Assert.Equal(["child", "main", "task"], log);

        async Future Main()
        {
            var task = runtime.Spawn(Say("task"));
            await Say("child");
            log.Add("main");
            await task;
        }
    }

    [Fact]
    public void Sequential_awaits_add_up()
    {
        Assert.Equal(50, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            var first = SleepFor(20);
            var second = SleepFor(30);
            await first;
            await second;
            return runtime.Now;
        }
    }

    [Fact]
    public void Join_takes_the_longest()
    {
        Assert.Equal(30, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            _ = await Future.Join(SleepFor(20), SleepFor(30));
            return runtime.Now;
        }
    }

    [Fact]
    public void Second_await_panics()
    {
        var panic = Assert.Throws<PanicException>(() => runtime.BlockOn(Main()));
        Assert.Equal("polled after completion", panic.Message);

        async Future Main()
        {
            var future = Say("once");
            await future;
            await future;
        }
    }

    [Fact]
    public void Poll_by_hand_after_completion_panics()
    {
        var future = Say("once");
        var waker = new CountingWaker();
        Assert.True(future.PollWith(waker).IsReady);
        Assert.Throws<PanicException>(() => future.PollWith(waker));
    }

    [Fact]
    public void Shared_runs_once_for_many()
    {
        Assert.Equal(21, runtime.BlockOn(Main()));
        Assert.Equal(["run"], log);

        async Future<int> Main()
        {
            var shared = Value().Share();
            var results = await Future.Join(shared.Clone(), shared.Clone());
            return results[0].Value + results[1].Value + await shared;
        }

        async Future<int> Value()
        {
            log.Add("run");
            await runtime.Sleep(5);
            return 7;
        }
    }

    [Fact]
    public void Shared_that_panics_after_it_gave_way_wakes_who_waits_for_it()
    {
        var panic = Assert.Throws<PanicException>(() => runtime.BlockOn(Main()));
        Assert.Equal("shared future panicked", panic.Message);

        async Future<int> Main()
        {
            var shared = Panics().Share();
            await runtime.SpawnBlocking(() => 0);
            _ = runtime.Spawn(shared.Clone());
            return await shared;
        }

        static async Future<int> Panics()
        {
            await Future.YieldNow();
            throw new PanicException("x");
        }
    }

    private async Future<Unit> SleepFor(long milliseconds)
    {
        await runtime.Sleep(milliseconds);
        return default;
    }

    private async Future Say(string text)
    {
        await Nothing();
        log.Add(text);
    }

    private static async Future Nothing() { }
}
