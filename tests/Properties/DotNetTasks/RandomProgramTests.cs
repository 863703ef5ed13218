using Conformance.Implementations.DotNetTasks;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

public sealed class RandomProgramTests
{
    private const int Sampled = 150;

    [Fact]
    public void Same_seed_gives_the_same_trace_and_its_record_replays()
    {
        var (one, other) = (new DotNetTasksRuntime(), new DotNetTasksRuntime());
        var (ran, different) = (0, 0);
        foreach (var code in Codes())
        {
            var (scheduler, again) = (new Scheduler(new RandomWalk()), new Scheduler(new RandomWalk()));
            var first = Programs.Text(Programs.Run(one, code, scheduler, 1));
            Assert.Equal(first, Programs.Text(Programs.Run(other, code, again, 1)));
            var replay = new Replay(scheduler.Record);
            Assert.Equal(first, Programs.Text(Programs.Run(one, code, new Scheduler(replay), 0)));
            Assert.Empty(replay.Divergence);
            ran++;
            if (first != Programs.Text(Programs.Run(one, code, scheduler, 2)))
                different++;
        }

        Assert.True(
            ran > 100 && different > 10,
            $"{ran} programs ran, {different} of them otherwise under another seed: too few to prove anything."
        );
    }

    // A body on a thread that no schedule controls would end the execution as a fault of the adapter.
    [Fact]
    public void Everything_happens_on_the_thread_of_the_loop()
    {
        var runtime = new DotNetTasksRuntime();
        Assert.All(Codes(), code => Assert.Contains(Programs.Run(runtime, code, new Scheduler(new Natural()), 0).Ending, Ends));
    }

    [Fact]
    public void On_the_pool_a_run_ends_when_nothing_is_left_that_could_run()
    {
        var runtime = DotNetTasksRuntime.ForReal();
        foreach (var code in Codes().Take(50))
        {
            var trace = Programs.Run(runtime, code, new Scheduler(new Natural()), 0);
            Assert.Contains(trace.Ending, Ends);
            var index = trace.Events.ToArray();
            foreach (var begun in index.Where(item => item.Kind == EventKind.Awaiting && EndsByItself(code.Instructions[item.Site].Op)))
                Assert.Contains(index, item => item.Kind == EventKind.Resumed && item.Site == begun.Site);
            foreach (var made in index.Where(item => item.Kind == EventKind.Creating && RunsByItself(code.Computations[item.Subject].Kind)))
                Assert.Contains(index, item => item.Kind is EventKind.Completed or EventKind.Dropping && item.Subject == made.Subject);
        }
    }

    private static Ending[] Ends => [Ending.Completed, Ending.Failed, Ending.Deadlock];

    private static IEnumerable<Code> Codes() =>
        ProgramGenerator
            .Sample(Dialect.Eager, seed: 7, Sampled)
            .Select(program => Code.Of(FittedProgram.Of(program, Support.Lacks).Program));

    private static bool EndsByItself(Op op) => op is Op.Sleep or Op.Yield or Op.Timeout;

    private static bool RunsByItself(ComputationKind kind) => kind is ComputationKind.Timer or ComputationKind.Blocking;
}
