using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class EndingTests
{
    [Fact]
    public void Deadlock_says_who_waits_for_whom()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<DeadlockException>(() => loop.Run(Outer));
        Assert.Equal("Nothing is left to run: \"Outer\" waits for \"Inner\" waits for a promise that nobody will settle.", error.Message);
    }

    [Fact]
    public void Loop_runs_on_after_main_has_ended() =>
        Assert.Equal(
            "main later",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(10, () => log("later"));
                    log("main");
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Endless_chain_of_microtasks_reaches_the_limit_of_steps()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        loop.StepLimit = 1000;
        var error = Assert.Throws<StepLimitException>(() =>
            loop.Run(() =>
            {
                Again();
                return Promise.Resolve();
            })
        );
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);

        void Again() => loop.QueueMicrotask(Again);
    }

    [Fact]
    public void Endless_chain_of_reports_reaches_the_limit_of_steps()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        loop.StepLimit = 1000;
        loop.UnhandledRejection += _ => Promise.Reject<int>(new InvalidOperationException("again")).AdoptedByNobody();
        Assert.Throws<StepLimitException>(() =>
            loop.Run(() =>
            {
                Promise.Reject<int>(new InvalidOperationException("first")).AdoptedByNobody();
                return Promise.Resolve();
            })
        );
    }

    [Fact]
    public void Limit_of_steps_cannot_be_caught_by_the_program()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        loop.StepLimit = 100;
        Assert.Throws<StepLimitException>(() => loop.Run(() => Swallows(loop)));

        static async Promise Swallows(Loop loop)
        {
            while (true)
            {
                try
                {
                    loop.Offload(() => 1).AdoptedByNobody();
                    loop.Compute(1);
                }
                catch (StepLimitException)
                {
                    await Promise.Resolve();
                }
            }
        }
    }

    [Fact]
    public void Loop_inside_a_loop_is_refused()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var inner = Loop.Simulated(new NaturalChoices());
        Assert.Throws<InvalidOperationException>(() =>
            loop.Run(() =>
            {
                inner.Run(Promise.Resolve);
                return Promise.Resolve();
            })
        );
    }

    [Fact]
    public void Reset_forgets_everything_even_after_a_failure()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        loop.StepLimit = 10;
        Assert.Throws<StepLimitException>(() => loop.Run(() => Busy(loop)));
        loop.Reset();
        loop.StepLimit = long.MaxValue;
        Assert.Equal(0, loop.Now);
        Assert.Equal(5, loop.Run(() => loop.Sleep(5, 5)));
        Assert.Equal(5, loop.Now);

        static async Promise Busy(Loop loop)
        {
            while (true)
            {
                loop.SetTimer(1, () => { });
                loop.SetImmediate(() => { });
                loop.Offload(() => 1).AdoptedByNobody();
                await loop.Sleep(1);
            }
        }
    }

    [Fact]
    public void Loop_that_runs_cannot_be_reset() =>
        Assert.Throws<InvalidOperationException>(() =>
            Loops.Log(
                (loop, _) =>
                {
                    loop.Reset();
                    return Promise.Resolve();
                }
            )
        );

    private static async Promise Outer() => await Inner();

    private static async Promise<int> Inner() => await new Deferred<int>().Promise;

    [Fact]
    public void Deadlock_names_local_functions_as_they_are_written()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        var error = Assert.Throws<DeadlockException>(() => loop.Run(Local));
        Assert.Equal("Nothing is left to run: \"Local\" waits for a promise that nobody will settle.", error.Message);

        static async Promise Local() => await new Deferred<int>().Promise;
    }
}
