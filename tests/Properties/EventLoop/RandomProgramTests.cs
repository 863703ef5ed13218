using Conformance.Implementations.EventLoop;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>An eager program and a seed for the choices.</summary>
public sealed record EagerRun(Program Program, ulong Seed)
{
    /// <inheritdoc/>
    public override string ToString() => $"seed {Seed}\n{ProgramPrinter.Print(Program)}";
}

/// <summary>Makes random runs.</summary>
public static class EagerRuns
{
    public static Arbitrary<EagerRun> Runs() =>
        Arb.ToArbitrary(
            from program in ProgramGenerator.Programs(Dialect.Eager)
            from seed in Gen.Choose(0, int.MaxValue)
            select new EagerRun(program, (ulong)seed),
            run => ProgramShrinker.Shrink(run.Program).Select(program => run with { Program = program })
        );
}

[Properties(Arbitrary = [typeof(EagerRuns)])]
public sealed class RandomProgramTests
{
    [Property]
    public void Trace_is_well_formed_and_ends(EagerRun run)
    {
        var trace = Execute(run.Program, new Scheduler(new RandomWalk()), run.Seed);
        trace.Ending.ShouldBeOneOf(Ending.Completed, Ending.Failed, Ending.Deadlock, Ending.Exited, Ending.Crashed);
        new WellFormed().Check(trace).ShouldBeNull();
    }

    [Property]
    public void Recorded_choices_give_the_same_trace_again(EagerRun run)
    {
        var scheduler = new Scheduler(new RandomWalk());
        var first = Text(Execute(run.Program, scheduler, run.Seed));
        var replay = new Conformance.Spec.Schedules.Replay(scheduler.Record);
        Text(Execute(run.Program, new Scheduler(replay), 0)).ShouldBe(first);
        replay.Divergence.ShouldBeEmpty();
    }

    [Property]
    public void Time_moves_only_when_something_takes_time(EagerRun run)
    {
        var trace = Execute(run.Program, new Scheduler(new Natural()), 0);
        var takesTime = trace.Code.Instructions.Any(at => at.Op is Op.Sleep or Op.Compute or Op.Timeout);
        takesTime |= trace.Code.Computations.Any(made =>
            made.Kind is ComputationKind.Sleep or ComputationKind.Timer or ComputationKind.Echo
        );
        if (!takesTime)
            trace.Events.ToArray().ShouldAllBe(item => item.Time == 0);
    }

    private static Trace Execute(Program program, Scheduler scheduler, ulong seed)
    {
        var trace = new Trace();
        scheduler.Begin(seed);
        new EventLoopRuntime().Run(Code.Of(program), scheduler, trace, RunOptions.Default);
        return trace;
    }

    private static string Text(Trace trace) => string.Join('\n', trace.Events.ToArray().Select(item => item.ToString()));
}
