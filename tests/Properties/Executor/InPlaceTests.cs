using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class InPlaceTests
{
    // Nobody waits for that long when the worker is handed over.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public void Current_thread_panics()
    {
        using var runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices() });
        var panic = Assert.Throws<PanicException>(() => runtime.BlockOn(Main()));
        Assert.Equal("BlockInPlace needs a runtime with workers.", panic.Message);

        async Future<int> Main()
        {
            await Future.YieldNow();
            return runtime.BlockInPlace(() => 1);
        }
    }

    [Fact]
    public void Thread_without_a_worker_just_runs_it()
    {
        using var runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = new NaturalChoices() });
        Assert.Equal(1, runtime.BlockInPlace(() => 1));
        Assert.Equal(2, runtime.BlockOn(runtime.SpawnBlocking(() => runtime.BlockInPlace(() => 2))));
    }

    [Fact]
    public void Root_just_runs_it()
    {
        using var runtime = Runtime.MultiThread(1, new RuntimeOptions { Simulation = new NaturalChoices() });
        Assert.Equal(1, runtime.BlockOn(Main()));

        async Future<int> Main()
        {
            await Future.YieldNow();
            return runtime.BlockInPlace(() => 1);
        }
    }

    [Fact]
    public void Worker_that_no_thread_has_taken_over_goes_on_with_its_poll()
    {
        using var runtime = Runtime.MultiThread(1, new RuntimeOptions { Simulation = new NaturalChoices() });
        var log = new List<string>();
        runtime.BlockOn(Main());
        Assert.Equal(["held on 1", "done on 1", "behind on 1"], log);

        async Future Main() => await runtime.Spawn(Holder());

        async Future Holder()
        {
            var behind = runtime.Spawn(Logs("behind"));
            runtime.BlockInPlace(() => Add("held"));
            await runtime.Compute(10);
            Add("done");
            await behind;
        }

        async Future Logs(string text)
        {
            await runtime.Point();
            Add(text);
        }

        int Add(string text)
        {
            log.Add($"{text} on {runtime.ThreadNumber}");
            return 0;
        }
    }

    [Fact]
    public void Only_worker_goes_on_elsewhere_while_its_task_blocks_in_place()
    {
        using var runtime = Runtime.MultiThread(1, new RuntimeOptions { Simulation = new NaturalChoices() });
        Assert.Equal(["0 behind on 2", "10 held on 1", "20 done on 1", "20 later on 2"], HoldsInPlace(runtime));
    }

    [Fact]
    public void Worker_goes_on_elsewhere_once_the_pool_has_a_thread_again()
    {
        var options = new RuntimeOptions { Simulation = new NaturalChoices(), MaxBlockingThreads = 1 };
        using var runtime = Runtime.MultiThread(1, options);
        Assert.Equal(["5 behind on 3", "10 held on 1", "20 done on 1", "20 later on 3"], HoldsInPlace(runtime, new Holding(5)));
    }

    [Fact]
    public void Worker_stays_while_the_pool_has_no_thread_left()
    {
        var options = new RuntimeOptions { Simulation = new NaturalChoices(), MaxBlockingThreads = 1 };
        using var runtime = Runtime.MultiThread(1, options);
        var log = new List<string>();
        runtime.BlockOn(Main());
        Assert.Equal(["held on 1", "done on 1", "behind on 1"], log);

        async Future Main()
        {
            _ = runtime.SpawnBlocking(() => 1);
            await runtime.Spawn(Holder());
        }

        async Future Holder()
        {
            var behind = runtime.Spawn(Behind());
            runtime.BlockInPlace(() => Add("held"));
            await runtime.Compute(10);
            Add("done");
            await behind;
        }

        async Future Behind()
        {
            await runtime.Point();
            Add("behind");
        }

        int Add(string text)
        {
            log.Add($"{text} on {runtime.ThreadNumber}");
            return 0;
        }
    }

    private static List<string> HoldsInPlace(Runtime runtime, BlockingWork<int>? job = null)
    {
        var log = new List<string>();
        runtime.BlockOn(Main());
        return log;

        async Future Main()
        {
            if (job is not null)
                _ = runtime.SpawnBlocking(job);
            await runtime.Spawn(Holder());
        }

        async Future Holder()
        {
            var behind = runtime.Spawn(Behind());
            var worker = runtime.EnterInPlace();
            await runtime.Compute(10);
            Add("held");
            runtime.LeaveInPlace(worker);
            await runtime.Compute(10);
            Add("done");
            await behind;
            await Future.YieldNow();
            Add("later");
        }

        async Future Behind()
        {
            await runtime.Point();
            Add("behind");
        }

        void Add(string text) => log.Add($"{runtime.Now} {text} on {runtime.ThreadNumber}");
    }

    [Fact]
    public void Only_worker_goes_on_elsewhere_for_real()
    {
        using var runtime = Runtime.MultiThread(1);
        using var behindRan = new ManualResetEventSlim();
        Assert.Equal(1, runtime.BlockOn(Main()));

        async Future<int> Main() => await runtime.Spawn(Holder());

        async Future<int> Holder()
        {
            var behind = runtime.Spawn(Behind());
            runtime.BlockInPlace(() =>
            {
                behindRan.Wait(Enough);
                return 0;
            });
            var ran = behindRan.IsSet ? 1 : 0;
            await behind;
            return ran;
        }

        async Future Behind()
        {
            await Future.YieldNow();
            behindRan.Set();
        }
    }

    [Fact]
    public void Many_tasks_may_block_in_place_one_after_the_other_for_real()
    {
        const int Tasks = 50;
        using var runtime = Runtime.MultiThread(2);
        var ran = 0;
        runtime.BlockOn(Main());
        Assert.Equal(2 * Tasks, ran);

        async Future Main()
        {
            var handles = new List<JoinHandle<Unit>>();
            for (var i = 0; i < Tasks; i++)
                handles.Add(runtime.Spawn(Holder()));
            foreach (var handle in handles)
                await handle;
        }

        async Future Holder()
        {
            runtime.BlockInPlace(() => Interlocked.Increment(ref ran));
            await Future.YieldNow();
            runtime.BlockInPlace(() => Interlocked.Increment(ref ran));
        }
    }

    private sealed class Holding(long milliseconds) : BlockingWork<int>
    {
        public override int Result => 1;

        public override WorkStep Step() => new(Done: true, milliseconds);
    }
}
