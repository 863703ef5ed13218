using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class ChannelTests : ExecutorTest
{
    [Fact]
    public void Values_are_received_in_the_order_in_which_they_were_sent()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["1", "2", "3"], Log);

        async Future Main()
        {
            using var channel = Runtime.Channel<int>(2);
            var sender = Runtime.Spawn(SendAll(channel));
            for (var left = 3; left > 0; left--)
                Log.Add($"{await channel.Receive()}");
            await sender;
        }

        static async Future SendAll(Channel<int> channel)
        {
            for (var value = 1; value <= 3; value++)
                await channel.Send(value);
        }
    }

    [Fact]
    public void Full_channel_takes_the_next_value_when_one_is_received()
    {
        using var channel = Runtime.Channel<int>(1);
        Assert.True(IsReady(channel.Send(1)));
        var waker = new CountingWaker();
        var second = channel.Send(2);
        Assert.Equal(Poll.Pending, second.PollWith(waker));
        Assert.True(IsReady(channel.Receive()));
        Assert.Equal(1, waker.Wakes);
        Assert.False(IsReady(channel.Send(3)));
        Assert.True(IsReady(second));
    }

    [Fact]
    public void Receiver_is_woken_once_by_all_that_is_sent_meanwhile()
    {
        using var channel = Runtime.Channel<int>(2);
        var waker = new CountingWaker();
        Assert.Equal(Poll.Pending, channel.Receive().PollWith(waker));
        Assert.True(IsReady(channel.Send(1)));
        Assert.True(IsReady(channel.Send(2)));
        Assert.Equal(1, waker.Wakes);
    }

    [Fact]
    public void Turn_of_a_send_that_is_dropped_goes_to_the_next()
    {
        using var channel = Runtime.Channel<int>(1);
        Assert.True(IsReady(channel.Send(1)));
        var (first, second) = (Polled(channel.Send(2)), Polled(channel.Send(3)));
        Assert.True(IsReady(channel.Receive()));
        first.Drop();
        Assert.True(IsReady(second));
    }

    [Fact]
    public void Dropping_it_fails_who_waits_whose_turn_had_come_and_who_comes_later()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["channel closed", "channel closed", "channel closed"], Log);

        async Future Main()
        {
            var channel = Runtime.Channel<int>(1);
            Assert.True(IsReady(channel.Send(1)));
            var (waker, served, waiting) = (new CountingWaker(), channel.Send(2), channel.Send(3));
            _ = served.PollWith(waker);
            _ = waiting.PollWith(waker);
            Assert.True(IsReady(channel.Receive()));
            channel.Dispose();
            Assert.Equal(2, waker.Wakes);
            foreach (var send in (Future[])[served, waiting, channel.Send(4)])
            {
                try
                {
                    await send;
                }
                catch (ChannelClosedException closed)
                {
                    Log.Add(closed.Message);
                }
            }
        }
    }

    [Fact]
    public void Receiving_takes_from_the_budget_of_its_poll()
    {
        Runtime.BlockOn(BesideAnother(Many()));
        Assert.Equal(["other", "received"], Log);

        async Future Many()
        {
            using var channel = Runtime.Channel<int>(1);
            for (var i = 0; i < 70; i++)
            {
                await channel.Send(i);
                Assert.Equal(i, await channel.Receive());
            }

            Log.Add("received");
        }
    }

    [Fact]
    public void Capacity_is_at_least_one() => Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Channel<int>(0));

    [Fact]
    public void Tasks_of_several_threads_lose_nothing()
    {
        using var runtime = Runtime.MultiThread(4);
        var sum = 0;
        runtime.BlockOn(Main());
        Assert.Equal(50 * 51 / 2, sum);

        async Future Main()
        {
            using var channel = runtime.Channel<int>(2);
            using var tasks = runtime.JoinSet<Unit>();
            for (var i = 1; i <= 50; i++)
                tasks.Spawn(SendOne(channel, i));
            for (var left = 50; left > 0; left--)
                sum += await channel.Receive();
        }

        static async Future<Unit> SendOne(Channel<int> channel, int value)
        {
            await channel.Send(value);
            return default;
        }
    }
}
