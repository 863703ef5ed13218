using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class MultiThreadTests
{
    private const int Seeds = 300;

    [Fact]
    public void Task_is_polled_by_one_worker_at_a_time_and_no_wake_is_lost()
    {
        var workers = new HashSet<int>();
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var runtime = Many(seed);
            var leaf = new Exclusive(runtime, workers);
            runtime.BlockOn(Main(runtime, leaf));
            runtime.Shutdown();
        }

        Assert.Equal([1, 2, 3], workers.Order());

        static async Future Main(Runtime runtime, Exclusive leaf)
        {
            var task = runtime.Spawn(leaf);
            var wakers = new List<JoinHandle<Unit>>();
            for (var i = 0; i < 3; i++)
                wakers.Add(runtime.Spawn(Wakes(runtime, leaf)));
            foreach (var waker in wakers)
                await waker;
            await task;
        }

        static async Future Wakes(Runtime runtime, Exclusive leaf)
        {
            while (!leaf.IsOver)
            {
                await runtime.Point();
                leaf.Waker?.Wake();
                await runtime.Sleep(1);
            }
        }
    }

    [Fact]
    public void Idle_workers_steal_so_computations_run_side_by_side()
    {
        var runtime = Many(0);
        Assert.Equal(10, runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            await runtime.Spawn(Spawner());
            return runtime.Now;
        }

        async Future Spawner()
        {
            var others = new[] { runtime.Spawn(Busy()), runtime.Spawn(Busy()), runtime.Spawn(Busy()) };
            foreach (var other in others)
                await other;
        }

        async Future Busy() => await runtime.Compute(10);
    }

    [Fact]
    public void Last_spawned_runs_first_from_the_slot_that_nobody_steals()
    {
        var log = new List<int>();
        var runtime = Runtime.MultiThread(1, new RuntimeOptions { Simulation = new NaturalChoices() });
        runtime.BlockOn(Main());
        Assert.Equal([4, 1, 2, 3], log);

        async Future Main() => await runtime.Spawn(Spawner());

        async Future Spawner()
        {
            var tasks = new List<JoinHandle<Unit>>();
            for (var i = 1; i <= 4; i++)
                tasks.Add(runtime.Spawn(Say(i)));
            foreach (var task in tasks)
                await task;
        }

        async Future Say(int number)
        {
            log.Add(number);
            await Future.YieldNow();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Same_choices_give_the_same_execution(int workers)
    {
        var orders = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var first = Run(workers, seed);
            Assert.Equal(first, Run(workers, seed));
            orders.Add(first);
        }

        Assert.True(orders.Count > 5, "The seeds should give different orders.");
    }

    [Fact]
    public void Shutdown_lets_polls_in_progress_return_first()
    {
        var log = new List<string>();
        var runtime = Runtime.MultiThread(2, new RuntimeOptions { Simulation = new NaturalChoices() });
        runtime.BlockOn(Main());
        log.Add("end");
        runtime.Shutdown();
        Assert.Equal(["busy", "end", "computed 10", "left"], log);

        async Future Main()
        {
            _ = runtime.Spawn(Busy());
            await runtime.Sleep(5);
        }

        async Future Busy()
        {
            try
            {
                log.Add("busy");
                await runtime.Compute(10);
                log.Add($"computed {runtime.Now}");
                await Future.YieldNow();
                log.Add("never");
            }
            finally
            {
                log.Add("left");
            }
        }
    }

    private static string Run(int workers, ulong seed)
    {
        var log = new List<string>();
        var options = new RuntimeOptions { Simulation = new RandomChoices(seed) };
        var runtime = workers == 0 ? Runtime.CurrentThread(options) : Runtime.MultiThread(workers, options);
        runtime.BlockOn(Main());
        return string.Join(' ', log);

        async Future Main()
        {
            var tasks = new List<JoinHandle<Unit>>();
            for (var i = 0; i < 4; i++)
                tasks.Add(runtime.Spawn(Task(i)));
            foreach (var task in tasks)
                await task;
        }

        async Future Task(int number)
        {
            for (var i = 0; i < 3; i++)
            {
                log.Add($"{number}@{runtime.ThreadNumber}");
                await runtime.Point();
                await Future.YieldNow();
            }

            await runtime.Sleep(number % 2);
            log.Add($"{number} end");
        }
    }

    private static Runtime Many(ulong seed) => Runtime.MultiThread(3, new RuntimeOptions { Simulation = new RandomChoices(seed) });

    /// <summary>Ready after five polls; each holds its thread for a moment, in which nobody else may poll it.</summary>
    private sealed class Exclusive(Runtime runtime, HashSet<int> workers) : Future
    {
        private int polls;
        private int polledOn = -1;

        public Waker? Waker { get; private set; }

        protected override Poll OnPoll(Waker waker)
        {
            if (polledOn < 0)
            {
                Waker = waker;
                polledOn = runtime.ThreadNumber;
                workers.Add(polledOn);
                return Poll.Busy(runtime.Now);
            }

            Assert.Equal(polledOn, runtime.ThreadNumber);
            polledOn = -1;
            return ++polls == 5 ? Poll.Ready : Poll.Pending;
        }
    }
}
