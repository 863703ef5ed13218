using Conformance.Reference.EventLoop;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>The order of queues and phases. Each expectation is what Node.js 20 prints for the same program.</summary>
public sealed class PhaseTests
{
    [Fact]
    public void Ticks_run_before_microtasks_until_both_are_empty() =>
        Assert.Equal(
            "main tick1 tick2 micro1 micro2 tick3 micro3",
            Loops.Log(
                (loop, log) =>
                {
                    loop.QueueMicrotask(() =>
                    {
                        log("micro1");
                        loop.NextTick(() =>
                        {
                            log("tick3");
                            loop.QueueMicrotask(() => log("micro3"));
                        });
                    });
                    loop.QueueMicrotask(() => log("micro2"));
                    loop.NextTick(() =>
                    {
                        log("tick1");
                        loop.NextTick(() => log("tick2"));
                    });
                    log("main");
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Queues_are_drained_between_callbacks_of_one_phase() =>
        Assert.Equal(
            "timer1 tick1 micro1 timer2 immediate1 micro2 immediate2",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(
                        1,
                        () =>
                        {
                            log("timer1");
                            loop.QueueMicrotask(() => log("micro1"));
                            loop.NextTick(() => log("tick1"));
                            loop.SetImmediate(() =>
                            {
                                log("immediate1");
                                loop.QueueMicrotask(() => log("micro2"));
                            });
                            loop.SetImmediate(() => log("immediate2"));
                        }
                    );
                    loop.SetTimer(1, () => log("timer2"));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Immediate_made_by_an_immediate_waits_for_the_next_iteration() =>
        Assert.Equal(
            "first second timer nested",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetImmediate(() =>
                    {
                        log("first");
                        loop.SetTimer(1, () => log("timer"));
                        loop.SetImmediate(() => log("nested"));
                        loop.Compute(5);
                    });
                    loop.SetImmediate(() => log("second"));
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Timer_that_is_due_when_main_ends_comes_before_the_first_immediate() =>
        Assert.Equal(
            "timer immediate",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(1, () => log("timer"));
                    loop.SetImmediate(() => log("immediate"));
                    loop.Compute(5);
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Timer_made_in_the_timers_phase_waits_for_a_later_phase_even_if_it_is_due() =>
        Assert.Equal(
            "outer immediate nested",
            Loops.Log(
                (loop, log) =>
                {
                    loop.SetTimer(
                        5,
                        () =>
                        {
                            log("outer");
                            loop.SetTimer(1, () => log("nested"));
                            loop.SetImmediate(() => log("immediate"));
                            loop.Compute(20);
                        }
                    );
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Cleared_callbacks_never_run_even_if_they_are_due() =>
        Assert.Equal(
            "timer immediate",
            Loops.Log(
                (loop, log) =>
                {
                    TimerHandle? later = null;
                    loop.SetTimer(
                        1,
                        () =>
                        {
                            log("timer");
                            loop.QueueMicrotask(() => later!.Clear());
                        }
                    );
                    later = loop.SetTimer(1, () => log("cleared timer"));
                    ImmediateHandle? next = null;
                    loop.SetImmediate(() =>
                    {
                        log("immediate");
                        next!.Clear();
                    });
                    next = loop.SetImmediate(() => log("cleared immediate"));
                    loop.Compute(5);
                    return Promise.Resolve();
                }
            )
        );
}
