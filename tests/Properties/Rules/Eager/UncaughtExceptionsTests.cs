using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class UncaughtExceptionsTests
{
    private const string Taken = "u = on-uncaught { }\nt = immediate { throw \"x\" }\nk = immediate { }";
    private const string TakenBegun =
        "main starts\n main makes u\n main made u\n main makes t\n main made t\n main makes k\n main made k\n main returns\n t starts\n t throws x\n";
    private const string Alone = "t = immediate { throw \"x\" }\nk = immediate { }";
    private const string AloneBegun =
        "main starts\n main makes t\n main made t\n main makes k\n main made k\n main returns\n t starts\n t throws x\n";

    [Fact]
    public void Error_that_a_listener_takes_passes() =>
        RuleCheck.Passes("ERR-04", TraceText.Parse(Taken, $"{TakenBegun} u starts x\n u returns\n k starts\n k returns"), 1);

    [Fact]
    public void Error_that_no_listener_is_told_fails() =>
        RuleCheck.Fails(
            "ERR-04",
            TraceText.Parse(Taken, $"{TakenBegun} k starts\n k returns\n u starts x\n u returns"),
            "\"k\" ran though the callback \"t\" had thrown \"x\" and \"u\" was not told; expected the listeners first."
        );

    [Fact]
    public void Worker_that_begins_before_the_listener_is_told_passes() =>
        RuleCheck.Passes(
            "ERR-04",
            TraceText.Parse(
                "u = on-uncaught { }\nw = worker { }\nt = immediate { throw \"x\" }",
                "main starts\n main makes u\n main made u\n main makes w\n main made w\n main makes t\n main made t\n main returns\n t starts\n t throws x\n #100 w starts\n #100 w returns\n u starts x\n u returns"
            ),
            1
        );

    [Fact]
    public void Listener_that_is_told_another_error_fails() =>
        RuleCheck.Fails(
            "ERR-04",
            TraceText.Parse(Taken, $"{TakenBegun} u starts y\n u returns\n k starts\n k returns"),
            "The callback \"t\" threw \"x\", and \"u\" was told \"y\"; expected the error."
        );

    [Fact]
    public void Callback_that_is_dropped_after_an_error_fails() =>
        RuleCheck.Fails(
            "ERR-04",
            TraceText.Parse(Taken, $"{TakenBegun} u starts x\n u returns"),
            "\"k\" never ran after the callback \"t\" had thrown \"x\"; expected the remaining callbacks still to run."
        );

    [Fact]
    public void Error_that_nobody_takes_and_that_crashes_passes() => RuleCheck.Passes("ERR-04", Crashed(AloneBegun), 1);

    [Fact]
    public void Error_that_nobody_takes_and_the_program_goes_on_fails() =>
        RuleCheck.Fails(
            "ERR-04",
            Crashed($"{AloneBegun} k starts\n k returns"),
            "\"k\" ran though the callback \"t\" had thrown \"x\" and nobody took it; expected the program to crash."
        );

    [Fact]
    public void Error_that_nobody_takes_and_the_program_completes_fails() =>
        RuleCheck.Fails(
            "ERR-04",
            TraceText.Parse(Alone, AloneBegun),
            "The callback \"t\" threw \"x\", nobody took it, and the program ended as Completed; expected the program to crash."
        );

    private static Trace Crashed(string events) => TraceText.Parse(Alone, events, ClockKind.Virtual, Ending.Crashed, "x");
}
