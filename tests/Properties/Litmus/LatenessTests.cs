using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Litmus;

public sealed class LatenessTests
{
    private const string Text = """
        litmus detached
        "A task goes on."
        source "test"
        program lazy {
          x = async {
            sleep 10
            log "task"
          }
          h = spawn x
          sleep 20
          log "end"
        }
        exactly "task" "end"
        """;

    private static readonly LitmusTest Test = LitmusParser.Parse(Text);
    private static readonly Code Program = Code.Of(Test.Program);

    [Theory]
    [InlineData(ClockKind.Real, null, 20, LitmusVerdict.Forbidden)]
    [InlineData(ClockKind.Real, null, 25, LitmusVerdict.NotJudged)]
    [InlineData(ClockKind.Real, 5L, 20, LitmusVerdict.NotJudged)]
    [InlineData(ClockKind.Virtual, 5L, 20, LitmusVerdict.Forbidden)]
    public void Forbidden_outcome_is_not_judged_when_the_machine_was_late(
        ClockKind clock,
        long? taskStarts,
        long end,
        LitmusVerdict expected
    )
    {
        var trace = new Trace();
        trace.Begin(Program, Runtime(clock));
        var (main, task) = (0, 1);
        Add(trace, EventKind.Started, main, main, -1, 0);
        Add(trace, EventKind.Awaiting, main, -1, Site(main, Op.Sleep), 0);
        if (taskStarts is { } start)
        {
            Add(trace, EventKind.Started, task, task, -1, start);
            Add(trace, EventKind.Awaiting, task, -1, Site(task, Op.Sleep), start);
        }

        Add(trace, EventKind.Resumed, main, -1, Site(main, Op.Sleep), end);
        trace.Add(new Event(EventKind.Log, Outcome.None, 0, main, -1, Site(main, Op.Log), end, Value.Of("end")));
        trace.End(Ending.Completed, natural: true);
        Test.Judge(trace).Verdict.ShouldBe(expected);
    }

    private static int Site(int owner, Op op) =>
        Program.Instructions.First(instruction => instruction.Owner == owner && instruction.Op == op).Site;

    private static void Add(Trace trace, EventKind kind, int by, int subject, int site, long time) =>
        trace.Add(new Event(kind, Outcome.None, 0, by, subject, site, time, default));

    private static RuntimeDescription Runtime(ClockKind clock) =>
        new()
        {
            Name = "test",
            Family = Dialect.Lazy,
            Clock = clock,
        };
}
