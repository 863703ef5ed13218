using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class RejectionTests
{
    [Fact]
    public void Unhandled_rejection_ends_the_loop_by_default()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var ran = false;
        var error = Assert.Throws<UnhandledRejectionException>(() =>
            loop.Run(() =>
            {
                loop.SetTimer(1, () => ran = true);
                Assert.Equal(PromiseState.Rejected, Failed("lost").State);
                return Promise.Resolve();
            })
        );
        Assert.Contains("lost", error.Message, StringComparison.Ordinal);
        Assert.False(ran);
    }

    [Fact]
    public void Handler_attached_before_the_queues_are_empty_is_in_time() =>
        Assert.Equal(
            "handled",
            Listen(
                (loop, log) =>
                {
                    var failed = Failed("e");
                    loop.QueueMicrotask(() => loop.QueueMicrotask(() => failed.Catch(_ => Seen(log, "handled")).MarkHandled()));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Handler_attached_later_is_reported_as_late() =>
        Assert.Equal(
            "tick micro unhandled e|timer handled late",
            Listen(
                (loop, log) =>
                {
                    var failed = Failed("e");
                    loop.SetTimer(
                        1,
                        () =>
                        {
                            log("timer");
                            failed.Catch(_ => Seen(log, "handled")).MarkHandled();
                        }
                    );
                    loop.QueueMicrotask(() => log("micro"));
                    loop.NextTick(() => log("tick"));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Rejections_are_reported_between_callbacks_of_a_phase() =>
        Assert.Equal(
            "one unhandled a|two unhandled b|",
            Listen(
                (loop, log) =>
                {
                    loop.SetTimer(
                        1,
                        () =>
                        {
                            log("one");
                            Failed("a").Then(_ => { }).AdoptedByNobody();
                        }
                    );
                    loop.SetTimer(
                        1,
                        () =>
                        {
                            log("two");
                            Failed("b").AdoptedByNobody();
                        }
                    );
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Uncaught_exception_ends_the_loop_by_default()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<InvalidOperationException>(() =>
            loop.Run(() =>
            {
                loop.SetTimer(1, () => throw new InvalidOperationException("timer"));
                return Promise.Resolve();
            })
        );
        Assert.Equal("timer", error.Message);
    }

    [Fact]
    public void Uncaught_exception_that_a_listener_takes_leaves_later_callbacks_alone()
    {
        var lines = new List<string>();
        var loop = Loop.Simulated(new NaturalChoices());
        loop.UncaughtException += error => lines.Add(error.Message);
        loop.Run(() =>
        {
            loop.SetTimer(1, () => throw new InvalidOperationException("first"));
            loop.SetTimer(1, () => lines.Add("second"));
            return Promise.Resolve();
        });
        Assert.Equal(["first", "second"], lines);
    }

    [Fact]
    public void Error_of_main_is_thrown_by_run()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<InvalidOperationException>(() => loop.Run(() => Failed("main")));
        Assert.Equal("main", error.Message);
    }

    private static string Listen(Func<Loop, Action<string>, Promise> main)
    {
        var log = "";
        var loop = Loop.Simulated(new NaturalChoices());
        loop.UnhandledRejection += promise => log += $"unhandled {promise.Reason!.Message}|";
        loop.RejectionHandled += _ => log += "late ";
        loop.Run(() => main(loop, line => log += $"{line} "));
        return log.TrimEnd();
    }

    private static Promise<int> Failed(string message) => Promise.Reject<int>(new InvalidOperationException(message));

    private static int Seen(Action<string> log, string line)
    {
        log(line);
        return 0;
    }
}

/// <summary>Says that a test leaves a promise alone on purpose.</summary>
internal static class Promises
{
    internal static void AdoptedByNobody(this PromiseCore promise) => Assert.False(promise.IsHandled);
}
