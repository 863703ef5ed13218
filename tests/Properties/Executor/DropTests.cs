using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class DropTests : ExecutorTest
{
    [Fact]
    public void Drop_unpolled_runs_nothing()
    {
        Guarded("a", 10).Drop();
        Assert.Empty(Log);
    }

    [Fact]
    public void Drop_suspended_runs_finally_and_nothing_after_the_await()
    {
        Polled(Guarded("a", 10)).Drop();
        Assert.Equal(["a", "a left"], Log);
    }

    [Fact]
    public void Drop_twice_cleans_up_once()
    {
        var future = Polled(Guarded("a", 10));
        future.Drop();
        future.Dispose();
        Assert.Equal(["a", "a left"], Log);
    }

    [Fact]
    public void Drop_unwinds_what_is_awaited_first_then_locals_in_reverse()
    {
        Polled(Outer()).Drop();
        Assert.Equal(["inner", "inner left", "second", "first"], Log);

        async Future Outer()
        {
            using var first = new Guard(Log, "first");
            using var second = new Guard(Log, "second");
            _ = await Guarded("inner", 10);
            Log.Add("never");
        }
    }

    [Fact]
    public void Drop_of_join_goes_by_declaration_then_the_locals_around_it()
    {
        Polled(Outer()).Drop();
        Assert.Equal(["left", "right", "left left", "right left", "local"], Log);

        async Future Outer()
        {
            using var local = new Guard(Log, "local");
            _ = await Future.Join(Guarded("left", 10), Guarded("right", 10));
        }
    }

    [Fact]
    public void Swallowed_drop_meets_it_again_at_the_next_await()
    {
        Polled(Stubborn()).Drop();
        Assert.Equal(["swallowed", "left"], Log);

        async Future Stubborn()
        {
            try
            {
                try
                {
                    await Runtime.Sleep(10);
                }
                catch (Exception)
                {
                    Log.Add("swallowed");
                }

                await Runtime.Sleep(10);
                Log.Add("never");
            }
            finally
            {
                Log.Add("left");
            }
        }
    }

    [Fact]
    public void Endless_swallowing_is_given_up_with_a_reason()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Polled(Retry()).Drop());
        Assert.Contains("let it pass", refused.Message, StringComparison.Ordinal);

        async Future Retry()
        {
            while (true)
            {
                try
                {
                    await Runtime.Sleep(10);
                }
                catch (Exception)
                {
                    Log.Add("again");
                }
            }
        }
    }

    [Fact]
    public void Await_in_finally_during_drop_is_refused()
    {
        var future = Polled(Outer());
        var refused = Assert.Throws<InvalidOperationException>(future.Drop);
        Assert.Contains("await inside a finally", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["finally", "outer"], Log);

        async Future Outer()
        {
            using var guard = new Guard(Log, "outer");
            try
            {
                await Runtime.Sleep(10);
            }
            finally
            {
                Log.Add("finally");
                await Runtime.Sleep(10);
                Log.Add("never");
            }
        }
    }

    [Fact]
    public void Exception_of_a_finally_block_reaches_whoever_drops()
    {
        var thrown = Assert.Throws<FormatException>(() => Polled(Bad()).Drop());
        Assert.Equal("bad guard", thrown.Message);

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

        static void Fail() => throw new FormatException("bad guard");
    }

    [Fact]
    public void Await_after_drop_panics()
    {
        var panic = Assert.Throws<PanicException>(() => Runtime.BlockOn(Main()));
        Assert.Equal("polled after it was dropped", panic.Message);

        async Future Main()
        {
            var future = Guarded("a", 10);
            future.Drop();
            _ = await future;
        }
    }

    [Fact]
    public void Borrowed_future_survives_its_borrower()
    {
        Assert.Equal(10, Runtime.BlockOn(Main()));
        Assert.Equal(["a", "elapsed", "a woke", "a left"], Log);

        async Future<int> Main()
        {
            using var future = Guarded("a", 10);
            var late = await Runtime.Timeout(5, future.Borrow()).Settled();
            Log.Add(late.Error!.Message);
            return await future;
        }
    }

    [Fact]
    public void Own_code_cannot_drop_what_is_being_polled()
    {
        Future? self = null;
        self = Main();
        var refused = Assert.Throws<InvalidOperationException>(() => Runtime.BlockOn(self));
        Assert.Contains("while it is polled", refused.Message, StringComparison.Ordinal);

        async Future Main()
        {
            self!.Drop();
            await Future.YieldNow();
        }
    }

    private sealed class Guard(List<string> log, string name) : IDisposable
    {
        public void Dispose() => log.Add(name);
    }
}
