using Conformance.Reference.EventLoop;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class AbortTests
{
    [Fact]
    public void Listeners_run_inside_abort_in_order_and_once() =>
        Assert.Equal(
            "before one two after",
            Loops.Log(
                (_, log) =>
                {
                    var controller = new AbortController();
                    controller.Signal.AddListener(() => log("one"));
                    controller.Signal.AddListener(() => log("two"));
                    log("before");
                    controller.Abort();
                    log("after");
                    controller.Abort();
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void First_reason_stays()
    {
        var controller = new AbortController();
        controller.Abort("first");
        controller.Abort("second");
        Assert.Equal("first", controller.Signal.Reason);
        Assert.Equal("first", Assert.Throws<AbortException>(controller.Signal.ThrowIfAborted).Reason);
    }

    [Fact]
    public void Any_follows_the_first_that_aborts()
    {
        var first = new AbortController();
        var second = new AbortController();
        var any = AbortSignal.Any(first.Signal, second.Signal);
        Assert.False(any.Aborted);
        second.Abort("second");
        first.Abort("first");
        Assert.Equal("second", any.Reason);
        Assert.Equal("first", AbortSignal.Any(first.Signal, second.Signal).Reason);
    }

    [Fact]
    public void Listener_taken_back_by_another_does_not_run() =>
        Assert.Equal(
            "one",
            Loops.Log(
                (_, log) =>
                {
                    var controller = new AbortController();
                    Action two = () => log("two");
                    controller.Signal.AddListener(() =>
                    {
                        log("one");
                        controller.Signal.RemoveListener(two);
                    });
                    controller.Signal.AddListener(two);
                    controller.Abort();
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Aborted_sleep_rejects_at_once_and_disarms_its_timer() =>
        Assert.Equal(
            "aborted at 3 ends at 3",
            Loops.Log(
                async (loop, log) =>
                {
                    var controller = new AbortController();
                    var sleep = loop.Sleep(1000, controller.Signal);
                    await loop.Sleep(3);
                    controller.Abort();
                    try
                    {
                        await sleep;
                    }
                    catch (AbortException)
                    {
                        log($"aborted at {loop.Now}");
                    }

                    loop.SetImmediate(() => log($"ends at {loop.Now}"));
                }
            )
        );

    [Fact]
    public void Sleep_with_an_aborted_signal_never_starts() =>
        Assert.Equal(
            "aborted at 0",
            Loops.Log(
                async (loop, log) =>
                {
                    var controller = new AbortController();
                    controller.Abort();
                    try
                    {
                        await loop.Sleep(1000, controller.Signal);
                    }
                    catch (AbortException)
                    {
                        log($"aborted at {loop.Now}");
                    }
                }
            )
        );

    [Fact]
    public void Abort_after_the_end_changes_nothing() =>
        Assert.Equal(
            "7",
            Loops.Log(
                async (loop, log) =>
                {
                    var controller = new AbortController();
                    var sleep = loop.Sleep(5, 7, controller.Signal);
                    await loop.Sleep(6);
                    controller.Abort();
                    log($"{await sleep}");
                }
            )
        );

    [Fact]
    public void Listener_that_throws_stops_neither_the_abort_nor_the_others() =>
        Assert.Equal(
            "two returned uncaught one",
            Loops.Log(
                async (loop, log) =>
                {
                    loop.UncaughtException += error => log($"uncaught {error.Message}");
                    var controller = new AbortController();
                    controller.Signal.AddListener(() => throw new InvalidOperationException("one"));
                    controller.Signal.AddListener(() => log("two"));
                    controller.Abort();
                    log("returned");
                    await loop.Sleep(1);
                }
            )
        );
}
