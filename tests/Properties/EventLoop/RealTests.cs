using Conformance.Implementations.EventLoop;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>The loop on threads of the machine and the system's clock: what must hold at any speed.</summary>
public sealed class RealTests
{
    [Fact]
    public void Sleep_takes_its_time_at_least()
    {
        var loop = Loop.ForReal();
        loop.Run(() => loop.Sleep(20));
        Assert.True(loop.Now >= 20, $"It is {loop.Now}.");
    }

    [Fact]
    public void Pool_runs_on_other_threads_and_delivers_on_the_loops_thread()
    {
        var loop = Loop.ForReal(poolSize: 2);
        var here = Environment.CurrentManagedThreadId;
        var there = loop.Run(async Promise<int[]> () =>
        {
            var jobs = Enumerable.Range(0, 6).Select(_ => loop.Offload(() => Environment.CurrentManagedThreadId)).ToArray();
            var result = await Promise.All(jobs);
            Assert.Equal(here, Environment.CurrentManagedThreadId);
            return result;
        });
        Assert.DoesNotContain(here, there);
        Assert.InRange(there.Distinct().Count(), 1, 2);
    }

    [Fact]
    public void Jobs_of_the_pool_run_at_the_same_time()
    {
        var loop = Loop.ForReal(poolSize: 2);
        using var first = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        var results = loop.Run(() => Promise.All(loop.Offload(() => Meet(first, second)), loop.Offload(() => Meet(second, first))));
        Assert.Equal([true, true], results);

        static bool Meet(ManualResetEventSlim mine, ManualResetEventSlim other)
        {
            mine.Set();
            return other.Wait(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Loop_goes_on_while_the_pool_works()
    {
        var loop = Loop.ForReal();
        using var release = new ManualResetEventSlim();
        var released = loop.Run(() =>
        {
            loop.SetTimer(1, release.Set);
            return loop.Offload(() => release.Wait(TimeSpan.FromMinutes(1)));
        });
        Assert.True(released);
    }

    [Fact]
    public void Answer_of_the_network_takes_its_time_at_least()
    {
        var loop = Loop.ForReal();
        Assert.Equal("answer", loop.Run(() => loop.Echo("answer", 20)));
        Assert.True(loop.Now >= 20, $"It is {loop.Now}.");
    }

    [Fact]
    public void Litmus_tests_show_only_allowed_outcomes()
    {
        var runtime = EventLoopRuntime.ForReal();
        var scheduler = new Scheduler(new Natural());
        var trace = new Trace();
        foreach (var test in LitmusLibrary.Load().Where(test => test.Program.Dialect == Dialect.Eager))
        {
            scheduler.Begin(0);
            runtime.Run(Code.Of(test.Program), scheduler, trace, RunOptions.Default);
            Assert.True(trace.Ending != Ending.AdapterError, trace.Reason);
            if (test.Needs.Count == 0)
                Assert.True(test.Judge(trace).Verdict != LitmusVerdict.Forbidden, $"{test.Name}: {test.Judge(trace).Reason}");
        }
    }
}
