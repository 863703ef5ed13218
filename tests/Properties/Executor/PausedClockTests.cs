using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class PausedClockTests
{
    private readonly List<string> log = [];
    private readonly Runtime runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices(), Paused = true });

    [Fact]
    public void Computing_and_jobs_take_no_time()
    {
        Assert.Equal(0, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            await runtime.Compute(30);
            return await runtime.SpawnBlocking(() => runtime.Now);
        }
    }

    [Fact]
    public void Clock_goes_on_to_the_next_deadline_when_nothing_can_run()
    {
        Assert.Equal(20, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            await runtime.Sleep(20);
            return runtime.Now;
        }
    }

    [Fact]
    public void Advance_wakes_in_the_order_of_the_deadlines_after_it_has_given_way_once()
    {
        runtime.BlockOn(Main());
        Assert.Equal(["main 10", "3 10", "5 10", "20 20"], log);

        async Future Main()
        {
            _ = runtime.Spawn(Sleeps(5));
            _ = runtime.Spawn(Sleeps(3));
            var last = runtime.Spawn(Sleeps(20));
            await Future.YieldNow();
            await runtime.Advance(10);
            log.Add($"main {runtime.Now}");
            await last;
        }

        async Future Sleeps(long milliseconds)
        {
            await runtime.Sleep(milliseconds);
            log.Add($"{milliseconds} {runtime.Now}");
        }
    }

    [Fact]
    public void Advance_does_nothing_before_it_is_polled()
    {
        Assert.Equal(0, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            using var advance = runtime.Advance(10);
            await Future.YieldNow();
            return runtime.Now;
        }
    }

    [Fact]
    public void Advance_of_a_clock_that_is_not_paused_panics()
    {
        var other = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices() });
        var panic = Assert.Throws<PanicException>(() => other.BlockOn(other.Advance(1)));
        Assert.Equal("the clock is not paused", panic.Message);
    }

    [Fact]
    public void Clock_of_workers_cannot_be_paused() =>
        Assert.Throws<ArgumentException>(() =>
            Runtime.MultiThread(2, new RuntimeOptions { Simulation = new NaturalChoices(), Paused = true })
        );

    [Fact]
    public void Job_that_waits_for_a_timer_holds_the_clock_forever()
    {
        Assert.Throws<DeadlockException>(() => runtime.BlockOn(runtime.SpawnBlocking(new Waits(runtime))));
    }

    private sealed class Waits(Runtime runtime) : BlockingWork<int>
    {
        private bool waited;

        public override int Result => 0;

        public override WorkStep Step()
        {
            if (waited)
                return new WorkStep(Done: true, Hold: 0);
            waited = true;
            return Drive(runtime.Sleep(5));
        }
    }
}
