using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Runner;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Traces;

[Properties(Arbitrary = [typeof(RandomPrograms)])]
public sealed class WellFormedTests
{
    private readonly WellFormed wellFormed = new();

    [Property(MaxTest = 300)]
    public void Traces_of_the_references_are_well_formed(RandomProgram random, ulong seed)
    {
        wellFormed.Check(Run(random.Program, new RandomWalk(), seed)).ShouldBeNull();
        wellFormed.Check(Run(random.Program, new Natural(), 0)).ShouldBeNull();
    }

    [Property(MaxTest = 300)]
    public void Forgotten_log_is_noticed(RandomProgram random, int which)
    {
        var trace = Run(random.Program, new Natural(), 0);
        int[] logs = [.. Enumerable.Range(0, trace.Count).Where(at => trace[at].Kind == EventKind.Log && GoesOn(trace, at))];
        if (logs.Length == 0)
            return;
        var forgotten = logs[(int)((uint)which % (uint)logs.Length)];
        wellFormed.Check(Changed(trace, (item, at) => at == forgotten ? null : item)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(EventKind.DeferRan, "\"f\" ended, but a defer of it has no \"DeferRan\".")]
    [InlineData(EventKind.Creating, "Event 1 (Created): \"f\" has no \"Creating\" before.")]
    [InlineData(
        EventKind.Created,
        "Event 2 (Awaiting): \"main\" went on at program point 4; expected the end of its statement at program point 0."
    )]
    [InlineData(EventKind.Started, "The trace does not begin with \"Started\" of the main body.")]
    [InlineData(EventKind.Awaiting, "Event 4 (Resumed): \"f\" ended a statement that it had not begun.")]
    public void Adapter_that_forgets_a_kind_of_event_is_found_out(EventKind kind, string fault)
    {
        var program = ProgramParser.Load("program lazy { f = async { defer { log \"d\" }; sleep 1 }; await f }", "test");
        var trace = Run(program, new Natural(), 0);
        wellFormed.Check(trace).ShouldBeNull();
        wellFormed.Check(Changed(trace, (item, _) => item.Kind == kind ? null : item)).ShouldBe(fault);
    }

    [Fact]
    public void Time_that_goes_back_is_found_out()
    {
        var trace = Run(ProgramParser.Load("program lazy { sleep 5; log \"a\" }", "test"), new Natural(), 0);
        var changed = Changed(trace, (item, at) => at == trace.Count - 1 ? item with { Time = 1 } : item);
        wellFormed.Check(changed).ShouldBe("Event 4 is at time 1, after one at 5: time never goes back.");
    }

    // Whether the body shows something later that comes after this statement in any case.
    private static bool GoesOn(Trace trace, int at)
    {
        // That a select evaluates the expressions of its branches is a rule's question.
        if (trace.Code.Instructions[trace[at].Site].Branch >= 0)
            return false;
        var by = trace[at].Computation;
        for (var later = at + 1; later < trace.Count; later++)
        {
            ref readonly var item = ref trace[later];
            if (item.Computation == by)
                return item is { Kind: EventKind.Completed, Outcome: Outcome.Value }
                    || (item.Site >= 0 && item.Kind != EventKind.Completed && item.Kind != EventKind.DeferRan);
        }

        return false;
    }

    private static Trace Run(Program program, Strategy strategy, ulong seed)
    {
        IRuntime runtime = program.Dialect == Dialect.Eager ? new EventLoopRuntime() : ExecutorRuntime.PausedCurrentThread();
        var scheduler = new Scheduler(strategy);
        scheduler.Begin(seed);
        var trace = new Trace();
        runtime.Run(Code.Of(program), scheduler, trace, RunOptions.Default);
        return trace;
    }

    private static Trace Changed(Trace trace, Func<Event, int, Event?> change)
    {
        var copy = new Trace();
        copy.Begin(trace.Code, trace.Runtime);
        for (var at = 0; at < trace.Count; at++)
        {
            if (change(trace[at], at) is { } item)
                copy.Add(item);
        }

        copy.End(trace.Ending, trace.Natural, trace.Reason);
        return copy;
    }
}
