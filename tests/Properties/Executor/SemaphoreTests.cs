using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class SemaphoreTests : ExecutorTest
{
    [Fact]
    public void Permits_are_given_in_the_order_of_the_first_polls()
    {
        var semaphore = Runtime.Semaphore(1);
        var (small, large, newcomer) = (semaphore.Acquire(), semaphore.Acquire(2), semaphore.Acquire());
        Assert.False(IsReady(large));
        Assert.False(IsReady(small));
        semaphore.Release();
        Assert.False(IsReady(newcomer));
        Assert.False(IsReady(small));
        Assert.True(IsReady(large));
        semaphore.Release(2);
        Assert.True(IsReady(newcomer));
        Assert.True(IsReady(small));
        Assert.Equal(0, semaphore.Available);
    }

    [Fact]
    public void Permits_of_a_waiter_that_is_dropped_go_to_the_next()
    {
        var semaphore = Runtime.Semaphore(0);
        var (first, second, third) = (Polled(semaphore.Acquire()), semaphore.Acquire(2), Polled(semaphore.Acquire()));
        var waker = new CountingWaker();
        _ = second.PollWith(waker);
        semaphore.Release();
        first.Drop();
        second.Drop();
        Assert.Equal(0, waker.Wakes);
        Assert.Equal(Poll.Ready, third.PollWith(waker));
        third.Drop();
        Assert.Equal(0, semaphore.Available);
    }

    [Fact]
    public void Release_wakes_those_whom_it_serves()
    {
        var semaphore = Runtime.Semaphore(0);
        CountingWaker[] wakers = [new(), new(), new()];
        foreach (var waker in wakers)
            _ = semaphore.Acquire().PollWith(waker);
        semaphore.Release(2);
        Assert.Equal([1, 1, 0], wakers.Select(waker => waker.Wakes));
    }

    [Fact]
    public void Acquire_takes_from_the_budget_of_its_poll()
    {
        Runtime.BlockOn(BesideAnother(Many()));
        Assert.Equal(["other", "acquired"], Log);

        async Future Many()
        {
            var semaphore = Runtime.Semaphore(200);
            for (var i = 0; i < 200; i++)
                await semaphore.Acquire();
            Log.Add("acquired");
        }
    }

    [Fact]
    public void Numbers_of_permits_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Semaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Semaphore(1).Acquire(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Semaphore(1).Release(0));
    }

    [Fact]
    public void Tasks_of_several_threads_never_hold_more_than_there_is()
    {
        using var runtime = Runtime.MultiThread(4);
        var semaphore = runtime.Semaphore(2);
        var (holding, most) = (0, 0);
        runtime.BlockOn(Main());
        Assert.InRange(most, 1, 2);
        Assert.Equal(2, semaphore.Available);

        async Future Main()
        {
            using var tasks = runtime.JoinSet<int>();
            for (var i = 0; i < 50; i++)
                tasks.Spawn(Hold());
            while (await tasks.Next() is { } ended)
                Assert.Null(ended.Error);
        }

        async Future<int> Hold()
        {
            await semaphore.Acquire();
            var now = Interlocked.Increment(ref holding);
            InterlockedMax(ref most, now);
            await Future.YieldNow();
            Interlocked.Decrement(ref holding);
            semaphore.Release();
            return now;
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var found && found != seen)
            seen = found;
    }
}
