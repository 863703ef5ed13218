using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class ModuleMainTests
{
    private const string Queues = "k = next-tick { }\nm = microtask { }";
    private const string QueuesBegun = "main starts\n main makes k\n main made k\n main makes m\n main made m\n main returns\n";
    private const string Phases = "t = timer 1 { }\ni = immediate { }\ncompute 5";
    private const string PhasesBegun =
        "main starts\n main makes t\n main made t\n main makes i\n main made i\n main computes\n @5 main computed\n main returns\n";

    [Fact]
    public void Microtasks_before_ticks_pass() =>
        RuleCheck.Passes("LOOP-02", TraceText.Module(Queues, $"{QueuesBegun} m starts\n m returns\n k starts\n k returns"), 1);

    [Fact]
    public void Ticks_before_microtasks_fail() =>
        RuleCheck.Fails(
            "LOOP-02",
            TraceText.Module(Queues, $"{QueuesBegun} k starts\n k returns\n m starts\n m returns"),
            "The next-tick \"k\" ran before the microtask \"m\", both queued by the main body of a module; expected its microtasks first."
        );

    [Fact]
    public void Immediate_before_a_due_timer_passes() =>
        RuleCheck.Passes("LOOP-02", TraceText.Module(Phases, $"{PhasesBegun} i starts\n i returns\n t starts\n t returns"), 1);

    [Fact]
    public void Due_timer_before_an_immediate_fails() =>
        RuleCheck.Fails(
            "LOOP-02",
            TraceText.Module(Phases, $"{PhasesBegun} t starts\n t returns\n i starts\n i returns"),
            "The timer \"t\" ran before the immediate \"i\", both made by the main body of a module; expected the check phase first."
        );

    [Fact]
    public void Script_is_another_matter() =>
        RuleCheck.DoesNotTrigger("LOOP-02", TraceText.Parse(Queues, $"{QueuesBegun} k starts\n k returns\n m starts\n m returns"));
}
