using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class BlockingPoolTests
{
    private readonly List<string> log = [];
    private readonly Runtime runtime = Runtime.CurrentThread(
        new RuntimeOptions { Simulation = new NaturalChoices(), MaxBlockingThreads = 2 }
    );

    [Fact]
    public void Jobs_start_without_being_awaited_up_to_the_cap_in_order()
    {
        runtime.BlockOn(Main());
        Assert.Equal(["a on 1 at 0", "b on 2 at 0", "c on 1 at 10", "d on 2 at 10", "end 20"], log);

        async Future Main()
        {
            var jobs = new[] { Job("a"), Job("b"), Job("c"), Job("d") };
            await runtime.Sleep(5);
            foreach (var job in jobs)
                await job;
            log.Add($"end {runtime.Now}");
        }
    }

    [Fact]
    public void Abort_of_a_started_job_has_no_effect()
    {
        Assert.Equal("a", runtime.BlockOn(Main()));

        async Future<string> Main()
        {
            var job = Job("a");
            await runtime.Sleep(5);
            job.Abort();
            return await job;
        }
    }

    [Fact]
    public void Abort_of_a_waiting_job_shows_when_a_thread_takes_it()
    {
        runtime.BlockOn(Main());
        Assert.Equal(["a on 1 at 0", "b on 2 at 0", "cancelled at 10"], log);

        async Future Main()
        {
            _ = Job("a");
            _ = Job("b");
            var job = Job("c");
            await runtime.Sleep(1);
            job.Abort();
            var result = await job.Settled();
            log.Add($"{result.Error!.Message} at {runtime.Now}");
        }
    }

    [Fact]
    public void Shutdown_waits_for_started_jobs_and_cancels_the_others()
    {
        runtime.BlockOn(Main());
        runtime.Shutdown();
        Assert.Equal(["a on 1 at 0", "b on 2 at 0"], log);
        Assert.Equal(10, runtime.Now);

        async Future Main()
        {
            _ = Job("a");
            _ = Job("b");
            _ = Job("c");
            await runtime.Sleep(1);
        }
    }

    [Fact]
    public void Panic_of_a_job_arrives_at_its_handle()
    {
        var error = runtime.BlockOn(Main());
        Assert.True(Assert.IsType<JoinException>(error).IsPanic);

        async Future<Exception?> Main() => (await runtime.SpawnBlocking<int>(() => throw new PanicException("p")).Settled()).Error;
    }

    private JoinHandle<string> Job(string name) => runtime.SpawnBlocking(new Holding(runtime, log, name), name);

    /// <summary>Logs, then holds its thread for 10 ms.</summary>
    private sealed class Holding(Runtime runtime, List<string> log, string name) : BlockingWork<string>
    {
        public override string Result => name;

        public override WorkStep Step()
        {
            log.Add($"{name} on {runtime.ThreadNumber} at {runtime.Now}");
            return new WorkStep(Done: true, Hold: 10);
        }
    }
}
