using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class WakeTests : ExecutorTest
{
    [Fact]
    public void Wakes_between_polls_coalesce()
    {
        var leaf = new Leaf(pending: 2, wakes: 0);
        Runtime.BlockOn(Main());
        Assert.Equal(3, leaf.Polls);

        async Future Main()
        {
            var task = Runtime.Spawn(leaf);
            await Future.YieldNow();
            leaf.Waker!.Wake();
            leaf.Waker!.Wake();
            await Runtime.Sleep(1);
            Assert.Equal(2, leaf.Polls);
            leaf.Waker!.Wake();
            await task;
        }
    }

    [Fact]
    public void Wake_during_a_poll_polls_again()
    {
        var leaf = new Leaf(pending: 3, wakes: 2);
        Runtime.BlockOn(leaf);
        Assert.Equal(4, leaf.Polls);
    }

    [Fact]
    public void Budget_of_a_poll_ends_and_others_run()
    {
        Runtime.BlockOn(BesideAnother(Busy()));
        Assert.Equal(["other", "128 more", "done"], Log);

        async Future Busy()
        {
            for (var i = 0; i < 256; i++)
                await Runtime.ConsumeBudget();
            Log.Add("128 more");
            await Runtime.ConsumeBudget();
            Log.Add("done");
        }
    }

    [Fact]
    public void Wake_after_completion_does_nothing()
    {
        var leaf = new Leaf(pending: 1, wakes: 1);
        Runtime.BlockOn(Main());
        Assert.Equal(2, leaf.Polls);

        async Future Main()
        {
            await Runtime.Spawn(leaf);
            leaf.Waker!.Wake();
            await Future.YieldNow();
        }
    }

    [Fact]
    public void Pending_without_a_wake_is_a_deadlock_that_names_who_waits()
    {
        var deadlock = Assert.Throws<DeadlockException>(() => Runtime.BlockOn(Main()));
        Assert.Equal("\"main\" waits for task \"stuck\"; \"stuck\" waits for a wake.", deadlock.Message);

        async Future Main() => await Runtime.Spawn(new Leaf(pending: 1, wakes: 0), "stuck");
    }

    [Fact]
    public void Endless_polling_meets_the_step_limit()
    {
        Runtime.StepLimit = 1000;
        var endless = Assert.Throws<StepLimitException>(() => Runtime.BlockOn(new Leaf(pending: int.MaxValue, wakes: 1)));
        Assert.StartsWith("No end after 1000 steps. \"main\" waits for a wake.", endless.Message, StringComparison.Ordinal);
    }

    /// <summary>Pending so often, waking itself so often each time.</summary>
    internal sealed class Leaf(int pending, int wakes) : Future
    {
        public int Polls { get; private set; }

        public Waker? Waker { get; private set; }

        public override string Describe() => "a wake";

        protected override Poll OnPoll(Waker waker)
        {
            Waker = waker;
            Polls++;
            if (Polls > pending)
                return Poll.Ready;
            for (var i = 0; i < wakes; i++)
                waker.Wake();
            return Poll.Pending;
        }
    }
}
