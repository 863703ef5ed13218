using System.Runtime.CompilerServices;
using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class AsyncMethodTests
{
    private static readonly AsyncLocal<string> Ambient = new();

    [Fact]
    public void Body_runs_at_once_to_its_first_await() =>
        Assert.Equal(
            "before body after 1 rest",
            Loops.Log(
                async (loop, log) =>
                {
                    Loops.LogHops(loop, log, 1);
                    log("before");
                    var promise = Body(log);
                    log("after");
                    await promise;
                }
            )
        );

    [Fact]
    public void Locals_survive_many_awaits()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        Assert.Equal(45, loop.Run(() => Sum(10)));
    }

    [Fact]
    public void Error_surfaces_at_await_and_can_be_caught() =>
        Assert.Equal(
            "made caught boom",
            Loops.Log(
                async (_, log) =>
                {
                    var promise = Throw("boom");
                    log("made");
                    try
                    {
                        await promise;
                    }
                    catch (InvalidOperationException error)
                    {
                        log($"caught {error.Message}");
                    }
                }
            )
        );

    [Fact]
    public void Result_is_kept_for_every_reader()
    {
        var runs = 0;
        var log = Loops.Log(
            async (loop, log) =>
            {
                var promise = Work(loop);
                log($"{await promise}");
                log($"{await promise} at {loop.Now}");
            }
        );
        Assert.Equal("1 1 at 10", log);

        async Promise<int> Work(Loop loop)
        {
            await loop.Sleep(10);
            return ++runs;
        }
    }

    [Fact]
    public void Context_of_a_method_is_its_own() =>
        Assert.Equal(
            "caller inner caller inner",
            Loops.Log(
                async (_, log) =>
                {
                    Ambient.Value = "caller";
                    log(Ambient.Value);
                    var inner = SetsContext(log);
                    log(Ambient.Value);
                    await inner;
                }
            )
        );

    [Fact]
    public void Context_does_not_leak_from_a_resumed_method_into_other_callbacks()
    {
        Ambient.Value = "host";
        var log = Loops.Log(
            async (loop, log) =>
            {
                loop.QueueMicrotask(() => log(Ambient.Value!));
                _ = SetsContext(_ => { });
                await Promise.Resolve();
                await Promise.Resolve();
                loop.QueueMicrotask(() => log(Ambient.Value!));
                await Promise.Resolve();
            }
        );
        Assert.Equal("host host", log);
        Assert.Equal("host", Ambient.Value);
    }

    [Fact]
    public void Awaiting_a_promise_allocates_nothing_after_the_first_time()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        Assert.Equal(Allocated(1_000), Allocated(2_000));

        long Allocated(int awaits)
        {
            for (var warm = 0; warm < 200; warm++)
                loop.Run(() => Yields(awaits));
            var before = GC.GetAllocatedBytesForCurrentThread();
            loop.Run(() => Yields(awaits));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Await_of_a_task_ends_the_run_and_names_the_replacement()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<NotSupportedException>(() => loop.Run(AwaitsTask));
        Assert.Contains("\"AwaitsTask\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("loop.Sleep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Await_of_the_frameworks_yield_names_the_replacement()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<NotSupportedException>(() =>
            loop.Run(static async Promise () =>
            {
                await Task.Yield();
            })
        );
        Assert.Contains("await Promise.Resolve()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Method_that_returns_a_task_continues_as_a_reaction() =>
        Assert.Equal(
            "begun 1 7 2",
            Loops.Log(
                (loop, log) =>
                {
                    Loops.LogHops(loop, log, 2);
                    var foreign = Foreign(log);
                    log("begun");
                    Assert.False(foreign.IsCompleted);
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Blocking_on_a_pending_promise_is_refused() =>
        Assert.Throws<InvalidOperationException>(() =>
            Loops.Log(
                (loop, _) =>
                {
                    loop.Sleep(1).GetAwaiter().GetResult();
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Promise_outside_a_loop_is_refused() => Assert.Throws<InvalidOperationException>(() => Promise.Resolve(1));

    [Fact]
    public void State_machines_are_structs_in_release()
    {
        var machine = typeof(AsyncMethodTests).GetMethod(
            nameof(Sum),
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static
        )!;
        var type = machine
            .GetCustomAttributes(typeof(AsyncStateMachineAttribute), inherit: false)
            .Cast<AsyncStateMachineAttribute>()
            .Single();
        var debuggable = typeof(AsyncMethodTests).Assembly.GetCustomAttributes(
            typeof(System.Diagnostics.DebuggableAttribute),
            inherit: false
        );
        var optimized = debuggable.Cast<System.Diagnostics.DebuggableAttribute>().All(attribute => !attribute.IsJITOptimizerDisabled);
        Assert.Equal(optimized, type.StateMachineType.IsValueType);
    }

    private static async Promise Body(Action<string> log)
    {
        log("body");
        await Promise.Resolve();
        log("rest");
    }

    private static async Promise<int> Sum(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
            sum += await Promise.Resolve(i);
        return sum;
    }

    private static async Promise Throw(string message)
    {
        await Promise.Resolve();
        throw new InvalidOperationException(message);
    }

    private static async Promise SetsContext(Action<string> log)
    {
        Ambient.Value = "inner";
        log(Ambient.Value);
        await Promise.Resolve();
        log(Ambient.Value);
    }

    private static async Promise Yields(int count)
    {
        for (var i = 0; i < count; i++)
            await Promise.Resolve();
    }

    private static async Promise AwaitsTask()
    {
        try
        {
            await new TaskCompletionSource().Task;
        }
        catch (NotSupportedException)
        {
            await Promise.Resolve();
        }
    }

    private static async Task Foreign(Action<string> log) => log($"{await Promise.Resolve(7)}");
}
