using Conformance.Spec.Model;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class ModelRuleTests
{
    private const string Program = "log \"a\"\nlog \"b\"";

    [Fact]
    public void Rule_counts_each_finished_execution()
    {
        var (triggers, violations) = Check(TraceText.Parse(Program, "main starts\n main logs a\n main logs b\n main returns"));

        triggers.ShouldBe(1);
        violations.ShouldBeEmpty();
    }

    [Fact]
    public void Rule_says_what_was_found_and_what_was_possible()
    {
        var (triggers, violations) = Check(TraceText.Parse(Program, "main starts\n main logs b"));

        triggers.ShouldBe(1);
        violations
            .ShouldHaveSingleItem()
            .Message.ShouldBe("\"main\" logs \"b\" at 0, but the line is another one; possible was \"main\" logs \"a\" at 0.");
    }

    [Fact]
    public void Rule_names_the_guard_that_forbids_the_event()
    {
        var (_, violations) = Check(TraceText.Parse("sleep 10", "main starts\n main sleeps\n @9 main slept"));

        violations.ShouldHaveSingleItem().Message.ShouldEndWith("with no value at 10 (TIME-01).");
    }

    [Fact]
    public void Rule_applies_to_a_loop_on_a_real_clock() =>
        new ModelRule().AppliesTo(TraceText.Parse(Program, "main starts", ClockKind.Real).Runtime).ShouldBeTrue();

    private static (int Triggers, IReadOnlyList<Violation> Violations) Check(Trace trace)
    {
        var checker = new Checker([new ModelRule()], trace.Runtime);
        checker.Check(trace);
        return (checker.Rules[0].Triggers, checker.Violations);
    }
}
