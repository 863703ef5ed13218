using Conformance.Implementations.Executor;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class SelectBlockTests
{
    private static readonly Code Raced = Of(
        "let n = 0; h = blocking { n += 1 }; x = async { return 1 }; v = select { branch x if n } else n; log \"got\" v; await h"
    );

    [Fact]
    public void Condition_that_races_is_read_before_or_after_and_else_is_read_later()
    {
        var all = Enumeration.Of(Raced, ExecutorRuntime.CurrentThread().Description, 20_000);

        all.IsComplete.ShouldBeTrue();
        all.Outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal).ShouldBe(["\"got 0\"", "\"got 1\""]);
    }

    [Fact]
    public void Traces_of_a_race_are_executions_and_show_each_outcome()
    {
        var checker = new ModelChecker();
        var enabled = new HashSet<string>(StringComparer.Ordinal);
        var trace = new Trace();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var scheduler = new Scheduler(new RandomWalk());
            scheduler.Begin(seed);
            ExecutorRuntime.CurrentThread().Run(Raced, scheduler, trace, RunOptions.Default);
            checker.Check(trace).ShouldBeNull();
            checker.IsJudged.ShouldBeTrue();
            enabled.Add(string.Join(" ", trace.Events.ToArray().Where(IsSelect).Select(item => item.Value.ToString())));
        }

        enabled.Order(StringComparer.Ordinal).ShouldBe(["[0]", "[1]"]);
    }

    [Fact]
    public void Any_enabled_branch_may_win_and_no_refuted_one()
    {
        var code = Of(
            "a = async { return 1 }; b = async { return 2 }; c = async { return 3 }; v = select { branch a is 7; branch b; branch c; branch s if 0 }; log \"won\" v",
            "s = sleep 1; "
        );

        var all = Enumeration.Of(code, ExecutorRuntime.CurrentThread().Description, 20_000);

        all.Outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal).ShouldBe(["\"won 2\"", "\"won 3\""]);
    }

    private static Code Of(string body, string before = "") => Code.Of(ProgramParser.Load($"program lazy {{ {before}{body} }}"));

    private static bool IsSelect(Event item) => item.Kind == EventKind.Awaiting && item.Value.Kind == ValueKind.List;
}
