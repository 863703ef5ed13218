using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class NotifyTests : ExecutorTest
{
    private readonly Notify notify;

    public NotifyTests() => notify = Runtime.Notify();

    [Fact]
    public void Notify_one_stores_one_permit_at_most()
    {
        notify.NotifyOne();
        notify.NotifyOne();
        Assert.True(IsReady(notify.Notified()));
        Assert.False(IsReady(notify.Notified()));
    }

    [Fact]
    public void Notify_one_wakes_who_has_waited_longest()
    {
        CountingWaker[] wakers = [new(), new()];
        var waiting = wakers.Select(_ => notify.Notified()).ToList();
        for (var i = 0; i < 2; i++)
            _ = waiting[i].PollWith(wakers[i]);
        notify.NotifyOne();
        Assert.Equal([1, 0], wakers.Select(waker => waker.Wakes));
        Assert.False(IsReady(waiting[1]));
        Assert.True(IsReady(waiting[0]));
    }

    [Fact]
    public void Notify_waiters_notifies_what_was_made_before_and_stores_nothing()
    {
        var (queued, made) = (Polled(notify.Notified()), notify.Notified());
        notify.NotifyWaiters();
        Assert.False(IsReady(notify.Notified()));
        Assert.True(IsReady(queued));
        Assert.True(IsReady(made));
    }

    [Fact]
    public void Notification_of_one_that_is_dropped_goes_to_the_next()
    {
        var (first, second) = (Polled(notify.Notified()), Polled(notify.Notified()));
        notify.NotifyOne();
        first.Drop();
        Assert.True(IsReady(second));
        var third = Polled(notify.Notified());
        notify.NotifyOne();
        third.Drop();
        Assert.True(IsReady(notify.Notified()));
    }

    [Fact]
    public void Notification_of_all_is_not_passed_on()
    {
        var first = Polled(notify.Notified());
        notify.NotifyWaiters();
        first.Drop();
        Assert.False(IsReady(notify.Notified()));
    }

    [Fact]
    public void Waiter_that_is_dropped_leaves_the_queue()
    {
        Polled(notify.Notified()).Drop();
        var second = Polled(notify.Notified());
        notify.NotifyOne();
        Assert.True(IsReady(second));
    }
}
