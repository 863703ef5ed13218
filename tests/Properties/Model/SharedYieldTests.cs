using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>What gives way in a shared future wakes those who read it when the thread does so, not those who begin to read it afterwards.</summary>
public sealed class SharedYieldTests
{
    private const string Program =
        "p = probe 2 wakes 0\nx = async {\nyield\nawait p\n}\nc = share x\na = async { await c }\nb = async { await c }\nh = spawn a\ng = spawn b\nawait h";
    private const string Polled =
        "main starts\n main makes p\n main made p\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n "
        + "main makes b\n main made b\n main makes h\n main made h\n main makes g\n main made g\n main awaits h\n a starts\n a awaits c\n "
        + "x starts\n x yields\n b starts\n b awaits c\n x yielded\n x awaits p\n p polls 1\n p pends 1\n p polls 2\n p pends 2";

    [Fact]
    public void Thread_may_wake_the_first_reader_before_another_begins_to_read() => Check(Polled, Ending.Deadlock).ShouldBeNull();

    [Fact]
    public void Thread_may_wake_both_readers() =>
        Check(
                $"{Polled}\n p polls 3\n p ready 3\n x got p = 3\n x returns\n a got c\n a returns\n main got h\n main returns\n b dies",
                Ending.Completed
            )
            .ShouldBeNull();

    [Fact]
    public void First_reader_is_woken() =>
        Check(Polled[..Polled.IndexOf("\n p polls 2", StringComparison.Ordinal)], Ending.Deadlock).ShouldNotBeNull();

    private static Rejection? Check(string events, Ending ending) =>
        new ModelChecker().Check(TraceText.Lazy(Program, events, ending: ending));
}
