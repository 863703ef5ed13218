using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class LeavingTests
{
    private readonly Loop loop = Loop.Simulated(new NaturalChoices());
    private readonly List<string> lines = [];

    [Fact]
    public void Exit_in_a_callback_calls_the_listeners_and_comes_out_of_the_run()
    {
        loop.Exiting += () => lines.Add("first");
        loop.Exiting += () => loop.QueueMicrotask(() => lines.Add("never"));
        Assert.Throws<ExitException>(() =>
            loop.Run(() =>
            {
                loop.SetTimer(1, loop.Exit);
                loop.SetTimer(2, () => lines.Add("later"));
                return Promise.Resolve();
            })
        );
        Assert.Equal(["first"], lines);
    }

    [Fact]
    public void Exit_is_taken_by_no_promise()
    {
        Assert.Throws<ExitException>(() => loop.Run(Outer));
        Assert.Equal(["inner", "finally"], lines);

        async Promise Outer()
        {
            await Promise.Create<int>(deferred => deferred.Resolve(1));
            await Promise.Resolve(1).Then(_ => Inner());
            lines.Add("after");
        }

        async Promise<int> Inner()
        {
            await Promise.Resolve();
            try
            {
                lines.Add("inner");
                loop.Exit();
                return 1;
            }
            finally
            {
                // .NET cannot leave a stack without unwinding it.
                lines.Add("finally");
            }
        }
    }

    [Fact]
    public void Exit_that_the_program_catches_ends_it_at_the_next_step()
    {
        Assert.Throws<ExitException>(() =>
            loop.Run(() =>
            {
                loop.QueueMicrotask(() =>
                {
                    try
                    {
                        loop.Exit();
                    }
                    catch (ExitException)
                    {
                        lines.Add("caught");
                    }
                });
                loop.QueueMicrotask(() => lines.Add("next"));
                return Promise.Resolve();
            })
        );
        Assert.Equal(["caught"], lines);
    }

    [Fact]
    public void Exit_of_a_loop_that_does_not_run_is_refused() => Assert.Throws<InvalidOperationException>(loop.Exit);

    [Fact]
    public void Listeners_for_the_end_run_when_nothing_is_left_and_once_a_run()
    {
        loop.Exiting += () => lines.Add("exit");
        for (var run = 0; run < 2; run++)
        {
            loop.Run(() =>
            {
                loop.SetTimer(5, () => lines.Add("timer"));
                return Promise.Resolve();
            });
            loop.Reset();
        }

        Assert.Equal(["timer", "exit", "timer", "exit"], lines);
    }

    [Fact]
    public void Error_that_nobody_takes_calls_the_listeners_and_comes_out_of_the_run()
    {
        loop.Exiting += () => lines.Add("exit");
        var error = Assert.Throws<InvalidTimeZoneException>(() =>
            loop.Run(() =>
            {
                loop.NextTick(() => throw new InvalidTimeZoneException("x"));
                loop.NextTick(() => lines.Add("next"));
                return Promise.Resolve();
            })
        );
        Assert.Equal("x", error.Message);
        Assert.Equal(["exit"], lines);
    }

    [Theory]
    [InlineData(1, 1, "a caught b tick a tick b")]
    [InlineData(1, 2, "a caught tick a b tick b")]
    public void After_an_error_the_next_timer_of_the_list_comes_before_the_drain(int first, int second, string expected)
    {
        loop.UncaughtException += _ => lines.Add("caught");
        loop.Run(() =>
        {
            loop.SetTimer(first, () => Callback("a", throws: true));
            loop.SetTimer(second, () => Callback("b", throws: false));
            loop.Compute(5);
            return Promise.Resolve();
        });
        Assert.Equal(expected, string.Join(' ', lines));
    }

    [Fact]
    public void After_an_error_in_the_last_immediate_those_added_meanwhile_run_in_the_same_phase()
    {
        loop.UncaughtException += _ => lines.Add("caught");
        loop.Run(() =>
        {
            loop.SetImmediate(() =>
            {
                loop.SetTimer(1, () => lines.Add("timer"));
                loop.SetImmediate(() => lines.Add("nested"));
                loop.Compute(5);
                Callback("a", throws: true);
            });
            return Promise.Resolve();
        });
        Assert.Equal("a caught nested tick a timer", string.Join(' ', lines));
    }

    [Fact]
    public void Tick_that_throws_leaves_the_others_to_the_next_callback()
    {
        loop.UncaughtException += _ => lines.Add("caught");
        loop.Run(() =>
        {
            loop.NextTick(() => throw new InvalidTimeZoneException("x"));
            loop.NextTick(() => lines.Add("tick"));
            loop.SetTimer(1, () => lines.Add("timer"));
            loop.SetImmediate(() => lines.Add("immediate"));
            loop.Compute(5);
            return Promise.Resolve();
        });
        Assert.Equal("caught timer tick immediate", string.Join(' ', lines));
    }

    private void Callback(string name, bool throws)
    {
        lines.Add(name);
        loop.NextTick(() => lines.Add($"tick {name}"));
        if (throws)
            throw new InvalidTimeZoneException(name);
    }
}
