using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class ExitTests
{
    private const string Program = "x = on-exit { }\ny = on-exit { }\nm = microtask { }\nexit";
    private const string Begun =
        "main starts\n main makes x\n main made x\n main makes y\n main made y\n main makes m\n main made m\n main exits\n";

    [Fact]
    public void Exit_that_runs_its_listeners_alone_passes() =>
        RuleCheck.Passes("SHUT-03", Exited($"{Begun} x starts\n x returns\n y starts\n y returns"), 1);

    [Fact]
    public void Microtask_after_the_exit_fails() =>
        RuleCheck.Fails(
            "SHUT-03",
            Exited($"{Begun} x starts\n x returns\n y starts\n y returns\n m starts"),
            "\"m\" went on after the program had exited; expected only the listeners for the exit to run."
        );

    [Fact]
    public void Worker_that_runs_beside_the_listeners_passes() =>
        RuleCheck.Passes(
            "SHUT-03",
            TraceText.Parse(
                "w = worker { }\nx = on-exit { compute 3 }\nexit",
                "main starts\n main makes w\n main made w\n main makes x\n main made x\n main exits\n x starts\n x computes\n #100 w starts\n #100 w returns\n @3 x computed\n x returns",
                ClockKind.Virtual,
                Ending.Exited
            ),
            1
        );

    [Fact]
    public void Listener_that_does_not_run_fails() =>
        RuleCheck.Fails(
            "SHUT-03",
            Exited($"{Begun} x starts\n x returns"),
            "\"y\" had not run when the program had exited; expected every listener for the exit to run."
        );

    [Fact]
    public void Listeners_out_of_order_fail() =>
        RuleCheck.Fails(
            "SHUT-03",
            Exited($"{Begun} y starts\n y returns\n x starts\n x returns\n y starts\n y returns"),
            "\"y\" ran out of its turn; expected the listeners for the exit in the order in which they were added, once."
        );

    [Fact]
    public void Program_that_ends_otherwise_fails() =>
        RuleCheck.Fails(
            "SHUT-03",
            TraceText.Parse(Program, $"{Begun} x starts\n x returns\n y starts\n y returns", ClockKind.Virtual, Ending.Deadlock),
            "The program exited, and yet it ended as Deadlock; expected the exit to end it."
        );

    [Fact]
    public void Worker_may_go_on_while_the_listeners_run() =>
        RuleCheck.Passes(
            "SHUT-03",
            TraceText.Parse(
                "x = on-exit { }\nw = worker { }\nexit",
                "main starts\n main makes x\n main made x\n main makes w\n main made w\n main exits\n x starts\n #100 w starts\n #100 w returns\n x returns",
                ClockKind.Virtual,
                Ending.Exited
            ),
            1
        );

    private static Trace Exited(string events) => TraceText.Parse(Program, events, ClockKind.Virtual, Ending.Exited);
}
