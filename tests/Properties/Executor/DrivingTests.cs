using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class DrivingTests : ExecutorTest
{
    [Fact]
    public void Task_that_drives_panics_and_drops_what_it_would_have_driven()
    {
        var error = Runtime.BlockOn(Main()).Error;
        Assert.StartsWith("panic: BlockOn runs on this runtime already", error!.Message, StringComparison.Ordinal);
        Assert.Empty(Log);

        async Future<Result<int>> Main() => await Runtime.Spawn(Nested()).Settled();

        async Future<int> Nested()
        {
            await Future.YieldNow();
            return Runtime.BlockOn(Guarded("inner", 5));
        }
    }

    [Fact]
    public void Job_drives_a_future_while_tasks_go_on()
    {
        Assert.Equal(20, Runtime.BlockOn(Main()));
        Assert.Equal(["task woke", "task left", "driven woke", "driven left"], Log[2..]);

        async Future<int> Main()
        {
            var job = Runtime.SpawnBlocking(new Driver(Guarded("driven", 20)));
            _ = Runtime.Spawn(Guarded("task", 10));
            return await job;
        }
    }

    [Fact]
    public void Timers_of_a_driven_future_panic_at_shutdown()
    {
        var driver = new Driver(Guarded("driven", 20));
        Runtime.BlockOn(Main());
        Runtime.Shutdown();
        Assert.Equal(["driven", "driven left"], Log);
        Assert.Equal("shut down", driver.Failure?.Message);

        async Future Main()
        {
            _ = Runtime.SpawnBlocking(driver);
            await Runtime.Sleep(1);
        }
    }

    [Fact]
    public void What_nobody_wakes_is_given_up_at_shutdown()
    {
        var driver = new Driver(new Never());
        Runtime.BlockOn(Main());
        Runtime.Shutdown();
        Assert.Equal("shut down", driver.Failure?.Message);

        async Future Main()
        {
            _ = Runtime.SpawnBlocking(driver);
            await Runtime.Sleep(1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Real_job_drives_with_block_on(int workers)
    {
        using var runtime = workers == 0 ? Runtime.CurrentThread() : Runtime.MultiThread(workers);
        Assert.Equal("7 BlockOn runs on this runtime already", runtime.BlockOn(Main()));

        async Future<string> Main() =>
            await runtime.SpawnBlocking(() =>
                $"{runtime.BlockOn(Seven())} {Assert.Throws<PanicException>(() => runtime.BlockOn(Nested())).Message[..36]}"
            );

        async Future<int> Seven()
        {
            await runtime.Sleep(5);
            await Future.YieldNow();
            return 7;
        }

        async Future<int> Nested()
        {
            await Future.YieldNow();
            return runtime.BlockOn(Seven());
        }
    }

    private sealed class Driver(Future<int> driven) : BlockingWork<int>
    {
        private bool begun;
        private int result;

        public Exception? Failure { get; private set; }

        public override int Result => result;

        public override WorkStep Step()
        {
            if (!begun)
            {
                begun = true;
                return Drive(driven);
            }

            var outcome = ResultOf(driven);
            Failure = outcome.Error;
            result = outcome.Value;
            return new WorkStep(Done: true, Hold: 0);
        }
    }

    private sealed class Never : Future<int>
    {
        protected override Poll OnPoll(Waker waker) => Poll.Pending;
    }
}
