using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

/// <summary>On OS threads, by the system's clock: nothing here depends on how fast they are.</summary>
public sealed class RealTests
{
    private const int Tasks = 50;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Tasks_sleeps_jobs_and_wakes_come_to_an_end(int workers)
    {
        using var runtime = Build(workers);
        Assert.Equal(Tasks * 10, runtime.BlockOn(Main(runtime)));

        static async Future<int> Main(Runtime runtime)
        {
            var counter = new Counter();
            var tasks = new List<JoinHandle<int>>();
            for (var i = 0; i < Tasks; i++)
                tasks.Add(runtime.Spawn(Count(runtime, counter, i)));
            var sum = 0;
            foreach (var task in tasks)
                sum += await task;
            Assert.Equal(sum, counter.Value);
            return sum;
        }

        static async Future<int> Count(Runtime runtime, Counter counter, int number)
        {
            for (var i = 0; i < 10; i++)
            {
                if (i == number % 10)
                    await runtime.Sleep(1);
                else if (i == (number + 1) % 10)
                    await runtime.SpawnBlocking(() => 0);
                else
                    await Future.YieldNow();
                counter.Increment();
            }

            return 10;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Sleep_is_never_early(int workers)
    {
        using var runtime = Build(workers);
        runtime.BlockOn(Main(runtime));

        static async Future Main(Runtime runtime)
        {
            var begin = runtime.Now;
            await runtime.Sleep(5);
            Assert.True(runtime.Now - begin >= 5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Shutdown_drops_tasks_and_ends_the_threads(int workers)
    {
        var left = new Counter();
        using (var runtime = Build(workers))
        {
            runtime.BlockOn(Main(runtime, left));
        }

        Assert.Equal(2, left.Value);

        static async Future Main(Runtime runtime, Counter left)
        {
            var started = new Counter();
            _ = runtime.Spawn(Endless(runtime, started, left));
            _ = runtime.Spawn(Endless(runtime, started, left));
            while (started.Value < 2)
                await Future.YieldNow();
        }

        static async Future Endless(Runtime runtime, Counter started, Counter left)
        {
            try
            {
                started.Increment();
                await runtime.Sleep(long.MaxValue / 2);
            }
            finally
            {
                left.Increment();
            }
        }
    }

    private static Runtime Build(int workers) => workers == 0 ? Runtime.CurrentThread() : Runtime.MultiThread(workers);

    private sealed class Counter
    {
        private int value;

        public int Value => Volatile.Read(ref value);

        public void Increment() => Interlocked.Increment(ref value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Timeout_without_end_does_not_elapse(int workers)
    {
        using var runtime = Build(workers);
        Assert.Equal(1, runtime.BlockOn(runtime.Timeout(long.MaxValue, Later(runtime))));

        static async Future<int> Later(Runtime runtime)
        {
            await runtime.Sleep(1);
            return 1;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Runtime_is_not_driven_from_inside(int workers)
    {
        using var runtime = Build(workers);
        var error = Assert.Throws<PanicException>(() => runtime.BlockOn(Nests(runtime)));
        Assert.StartsWith("BlockOn runs on this runtime already", error.Message, StringComparison.Ordinal);
        runtime.BlockOn(runtime.Sleep(0));

        static async Future Nests(Runtime runtime)
        {
            await Future.YieldNow();
            runtime.BlockOn(runtime.Sleep(0));
        }
    }
}
