using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class JoinSetTests : ExecutorTest
{
    [Fact]
    public void Results_come_in_the_order_in_which_tasks_end()
    {
        Assert.Equal("10 fails 30 none", Runtime.BlockOn(Main()));

        async Future<string> Main()
        {
            using var set = Runtime.JoinSet<int>();
            set.Spawn(Guarded("slow", 30));
            set.Spawn(Guarded("fast", 10));
            set.Spawn(Fails("fails", 20));
            var first = await set.Next();
            var second = await set.Next();
            var third = await set.Next();
            var fourth = await set.Next();
            return $"{first!.Value.Value} {second!.Value.Error!.Message} {third!.Value.Value} {(fourth is null ? "none" : "more")}";
        }
    }

    [Fact]
    public void Panic_and_abort_are_join_exceptions()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["panic: broken", "cancelled"], Log);

        async Future Main()
        {
            using var set = Runtime.JoinSet<int>();
            var member = set.Spawn(Guarded("never", 5), "aborted");
            Assert.Equal("aborted", member.Name);
            set.Spawn(Panics("broken", 0));
            await Runtime.Sleep(1);
            Log.Clear();
            member.Abort();
            Log.Add((await set.Next())!.Value.Error!.Message);
            var error = (await set.Next())!.Value.Error;
            Log.RemoveAll(line => line == "never left");
            Log.Add(Assert.IsType<JoinException>(error).Message);
        }
    }

    [Fact]
    public void Dropping_the_set_aborts_its_tasks_when_the_scheduler_runs_them()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["a", "b", "dropped", "a left", "b left", "end"], Log);

        async Future Main()
        {
            var set = Runtime.JoinSet<int>();
            set.Spawn(Guarded("a", 5));
            set.Spawn(Guarded("b", 5));
            await Runtime.Sleep(1);
            set.Dispose();
            Log.Add("dropped");
            await Runtime.Sleep(10);
            Log.Add("end");
        }
    }

    [Fact]
    public void Aborted_tasks_still_give_their_results()
    {
        Assert.Equal(2, Runtime.BlockOn(Main()));

        async Future<int> Main()
        {
            using var set = Runtime.JoinSet<int>();
            set.Spawn(Guarded("a", 5));
            set.Spawn(Guarded("b", 5));
            set.AbortAll();
            Assert.Equal(2, set.Count);
            var cancelled = 0;
            while (await set.Next() is { } result)
                cancelled += result.Error is JoinException { IsCancelled: true } ? 1 : 0;
            return cancelled;
        }
    }

    [Fact]
    public void Dropped_set_takes_no_more_tasks()
    {
        var set = Runtime.JoinSet<int>();
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => set.Spawn(Guarded("a", 5)));
    }

    [Fact]
    public void Deadlock_names_the_tasks_that_a_set_waits_for()
    {
        var error = Assert.Throws<DeadlockException>(() => Runtime.BlockOn(Main()));
        Assert.Contains("\"main\" waits for one of (task \"stuck\")", error.Message, StringComparison.Ordinal);

        async Future Main()
        {
            using var set = Runtime.JoinSet<int>();
            set.Spawn(new Never(), "stuck");
            await set.Next();
        }
    }

    private sealed class Never : Future<int>
    {
        protected override Poll OnPoll(Waker waker) => Poll.Pending;
    }
}
