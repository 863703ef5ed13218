using Conformance.Implementations.DotNetTasks;
using Conformance.Reference.Simulation;
using Conformance.Spec.Schedules;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

public sealed class TaskLoopTests
{
    private readonly List<string> log = [];

    [Fact]
    public void Posts_run_in_order_when_nobody_interferes()
    {
        var loop = Run(
            new NaturalChoices(),
            async name =>
            {
                Log($"{name}1");
                await Task.Yield();
                Log($"{name}2");
            }
        );
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "c2"], log);
        Assert.Equal(0, loop.Now);
    }

    [Fact]
    public void Choices_decide_what_goes_next()
    {
        var orders = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 60; seed++)
        {
            log.Clear();
            Run(
                new Seeded(seed),
                async name =>
                {
                    await Task.Yield();
                    Log(name);
                }
            );
            orders.Add(string.Concat(log));
        }

        Assert.Equal(6, orders.Count);
    }

    [Fact]
    public void Delays_move_the_clock_and_nothing_else_does()
    {
        var loop = new TaskLoop(new NaturalChoices());
        Start(
            loop,
            async () =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), loop.Time);
                Log($"at {loop.Now}");
                await Task.Yield();
                Log($"at {loop.Now}");
            }
        );
        Assert.Equal(["at 25", "at 25"], log);
    }

    [Fact]
    public void Late_timers_wait_for_the_thread()
    {
        var loop = new TaskLoop(new NaturalChoices());
        Start(
            loop,
            async () =>
            {
                var delay = Task.Delay(TimeSpan.FromMilliseconds(10), loop.Time);
                loop.Compute(30);
                Log($"computed until {loop.Now}");
                await delay;
                Log($"at {loop.Now}");
            }
        );
        Assert.Equal(["computed until 30", "at 30"], log);
    }

    [Fact]
    public void Continuation_runs_inside_the_call_that_completes_its_task()
    {
        Start(
            new TaskLoop(new NaturalChoices()),
            () =>
            {
                var source = new TaskCompletionSource();
                async Task Wait()
                {
                    await source.Task;
                    Log("continuation");
                }

                var waiting = Wait();
                source.SetResult();
                Log("after");
                return waiting;
            }
        );
        Assert.Equal(["continuation", "after"], log);
    }

    [Fact]
    public void Context_is_the_loop_inside_and_what_it_was_outside()
    {
        var outer = new SynchronizationContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(outer);
        try
        {
            var loop = new TaskLoop(new NaturalChoices());
            Start(
                loop,
                async () =>
                {
                    Assert.Same(loop, SynchronizationContext.Current);
                    await Task.Yield();
                    Assert.Same(loop, SynchronizationContext.Current!.CreateCopy());
                    loop.Send(_ => Log("sent"), null);
                }
            );
            Assert.Same(outer, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Equal(["sent"], log);
    }

    [Fact]
    public void Limit_of_steps_ends_a_run_that_never_ends()
    {
        var loop = new TaskLoop(new NaturalChoices());
        async Task Forever()
        {
            while (true)
                await Task.Yield();
        }

        Assert.False(loop.Run(() => _ = Forever(), () => false, stepLimit: 100));
        loop.Reset();
        Assert.True(loop.Run(() => { }, () => false, stepLimit: 100));
    }

    [Fact]
    public void Reset_forgets_timers_and_time()
    {
        var loop = new TaskLoop(new NaturalChoices());
        Assert.False(
            loop.Run(
                () => loop.Time.CreateTimer(_ => Log("x"), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan),
                () => false,
                stepLimit: 0
            )
        );
        loop.Reset();
        Assert.True(loop.Run(() => { }, () => false, stepLimit: 10));
        Assert.Equal(0, loop.Now);
        Assert.Empty(log);
    }

    private void Log(string line) => log.Add(line);

    private static TaskLoop Run(Choices choices, Func<string, Task> body)
    {
        var loop = new TaskLoop(choices);
        Start(loop, () => Task.WhenAll(body("a"), body("b"), body("c")));
        return loop;
    }

    private static void Start(TaskLoop loop, Func<Task> main)
    {
        Task? task = null;
        Assert.True(loop.Run(() => task = main(), () => false, stepLimit: 1000));
        Assert.True(task!.IsCompletedSuccessfully, $"{task.Status} {task.Exception}");
    }

    private sealed class Seeded(ulong seed) : Choices
    {
        private RandomSource source = new(seed);

        public override int Choose(ChoicePoint point, int options) => source.Next(options);
    }
}
