using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class TaskTests : ExecutorTest
{
    [Fact]
    public void Task_runs_without_being_awaited_but_not_inside_spawn()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["spawned", "task", "task woke", "task left", "end"], Log);

        async Future Main()
        {
            _ = Runtime.Spawn(Guarded("task", 5));
            Log.Add("spawned");
            await Runtime.Sleep(10);
            Log.Add("end");
        }
    }

    [Fact]
    public void Abort_before_the_first_poll_runs_nothing()
    {
        var error = Runtime.BlockOn(Main()).Error;
        Assert.True(Assert.IsType<JoinException>(error).IsCancelled);
        Assert.Empty(Log);

        async Future<Result<int>> Main()
        {
            var task = Runtime.Spawn(Guarded("task", 5));
            task.Abort();
            return await task.Settled();
        }
    }

    [Fact]
    public void Abort_while_suspended_drops_when_the_scheduler_next_runs_it()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["task", "aborted", "task left", "cancelled"], Log);

        async Future Main()
        {
            var task = Runtime.Spawn(Guarded("task", 5));
            await Future.YieldNow();
            task.Abort();
            Log.Add("aborted");
            Log.Add((await task.Settled()).Error!.Message);
        }
    }

    [Fact]
    public void Abort_during_a_poll_that_completes_has_no_effect()
    {
        JoinHandle<int>? task = null;
        Assert.Equal(7, Runtime.BlockOn(Main()));

        async Future<int> Main()
        {
            task = Runtime.Spawn(Suicidal());
            return await task;
        }

        async Future<int> Suicidal()
        {
            task!.Abort();
            return 7;
        }
    }

    [Fact]
    public void Abort_during_a_poll_takes_effect_at_its_suspension()
    {
        JoinHandle<int>? task = null;
        Runtime.BlockOn(Main());
        Assert.Equal(["before", "left", "cancelled"], Log);

        async Future Main()
        {
            task = Runtime.Spawn(Suicidal());
            Log.Add((await task.Settled()).Error!.Message);
        }

        async Future<int> Suicidal()
        {
            try
            {
                task!.Abort();
                Log.Add("before");
                await Future.YieldNow();
                Log.Add("never");
                return 7;
            }
            finally
            {
                Log.Add("left");
            }
        }
    }

    [Fact]
    public void Abort_after_completion_has_no_effect()
    {
        Assert.Equal(5, Runtime.BlockOn(Main()));

        async Future<int> Main()
        {
            var task = Runtime.Spawn(Guarded("task", 5));
            await Runtime.Sleep(10);
            task.Abort();
            return await task;
        }
    }

    [Fact]
    public void Detached_task_goes_on()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["task", "task woke", "task left"], Log);

        async Future Main()
        {
            Runtime.Spawn(Guarded("task", 5)).Detach();
            await Runtime.Sleep(10);
        }
    }

    [Fact]
    public void Task_given_up_by_a_timeout_goes_on()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["task", "elapsed", "task woke", "task left"], Log);

        async Future Main()
        {
            var result = await Runtime.Timeout(5, Runtime.Spawn(Guarded("task", 10))).Settled();
            Log.Add(result.Error!.Message);
            await Runtime.Sleep(10);
        }
    }

    [Fact]
    public void Failures_arrive_at_the_handle_only()
    {
        var results = Runtime.BlockOn(Main());
        Assert.Equal(["e", "panic: p", "5"], results);

        async Future<List<string>> Main()
        {
            var failing = Runtime.Spawn(Fails("e", 1));
            var panicking = Runtime.Spawn(Panics("p", 1));
            var fine = Runtime.Spawn(Guarded("fine", 5));
            return
            [
                (await failing.Settled()).Error!.Message,
                (await panicking.Settled()).Error!.Message,
                $"{(await fine.Settled()).Value}",
            ];
        }
    }

    [Fact]
    public void Shutdown_drops_unfinished_tasks_where_they_are()
    {
        Runtime.BlockOn(Main());
        Runtime.Shutdown();
        Assert.Equal(["a", "b", "end", "a left", "b left"], Log);
        var late = Runtime.Spawn(Guarded("late", 1));
        Assert.True(Polled(late).IsOver);
        Assert.Throws<InvalidOperationException>(() => Runtime.BlockOn(Guarded("late", 1)));

        async Future Main()
        {
            _ = Runtime.Spawn(Guarded("a", 10));
            _ = Runtime.Spawn(Guarded("b", 10));
            await Runtime.Sleep(5);
            _ = Runtime.Spawn(Guarded("unpolled", 10));
            Log.Add("end");
        }
    }

    [Fact]
    public void Shutdown_drops_every_task_and_then_says_that_one_failed_to_clean_up()
    {
        Runtime.BlockOn(Main());
        var failed = Assert.Throws<InvalidOperationException>(Runtime.Shutdown);
        Assert.Contains("bad guard", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["fine", "fine left"], Log);

        async Future Main()
        {
            _ = Runtime.Spawn(Bad());
            _ = Runtime.Spawn(Guarded("fine", 10));
            await Runtime.Sleep(5);
        }

        async Future Bad()
        {
            try
            {
                await Runtime.Sleep(10);
            }
            finally
            {
                Fail();
            }
        }
    }

    [Fact]
    public void Task_that_fails_to_clean_up_when_aborted_has_panicked()
    {
        var error = Assert.IsType<JoinException>(Runtime.BlockOn(Main()).Error);
        Assert.True(error.IsPanic);
        Assert.Equal("panic: bad guard", error.Message);

        async Future<Result<Unit>> Main()
        {
            var task = Runtime.Spawn(Bad());
            await Future.YieldNow();
            task.Abort();
            return await task.Settled();
        }

        async Future Bad()
        {
            try
            {
                await Runtime.Sleep(10);
            }
            finally
            {
                Fail();
            }
        }
    }

    [Fact]
    public void AsyncLocal_belongs_to_the_task()
    {
        var local = new AsyncLocal<string>();
        local.Value = "outer";
        Runtime.BlockOn(Main());
        Assert.Equal("outer", local.Value);
        Assert.Equal(["first outer", "second outer", "first changed", "second outer"], Log);

        async Future Main()
        {
            var first = Runtime.Spawn(Task("first", "changed"));
            var second = Runtime.Spawn(Task("second", null));
            await first;
            await second;
        }

        async Future Task(string name, string? change)
        {
            Log.Add($"{name} {local.Value}");
            if (change is not null)
                local.Value = change;
            await Runtime.Sleep(5);
            Log.Add($"{name} {local.Value}");
        }
    }

    [Fact]
    public void Foreign_awaiter_panics_and_names_the_replacement()
    {
        var panic = Assert.Throws<PanicException>(() => Runtime.BlockOn(Main()));
        Assert.Contains("Use Runtime.Sleep instead of Task.Delay", panic.Message, StringComparison.Ordinal);

        static async Future Main() => await new TaskCompletionSource().Task;
    }

    [Fact]
    public async Task Future_awaited_outside_a_future_says_what_to_do_instead()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Guarded("a", 1));
        Assert.Contains("Runtime.BlockOn", refused.Message, StringComparison.Ordinal);
    }

    private static void Fail() => throw new FormatException("bad guard");
}
