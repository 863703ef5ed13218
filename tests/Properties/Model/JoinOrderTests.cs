using Conformance.Spec.Model;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Which child a join polls first is known of a runtime that says it, as long as each poll before shows.</summary>
public sealed class JoinOrderTests
{
    private const string Probes = "a = probe 1 wakes 1\nb = probe 1 wakes 1\njoin a b";

    private const string PolledOnce =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n "
        + "a polls 1\n a wakes a\n a woke a\n a pends 1\n b polls 1\n b wakes b\n b woke b\n b pends 1\n ";

    [Theory]
    [InlineData(JoinOrder.Rotating, "b")]
    [InlineData(JoinOrder.Declared, "a")]
    [InlineData(JoinOrder.Unspecified, "a")]
    [InlineData(JoinOrder.Unspecified, "b")]
    public void Second_poll_begins_as_the_runtime_says(JoinOrder order, string first) => Check(order, first).ShouldBeNull();

    [Theory]
    [InlineData(JoinOrder.Rotating, "a")]
    [InlineData(JoinOrder.Declared, "b")]
    public void Second_poll_that_begins_otherwise_is_rejected(JoinOrder order, string first) =>
        Check(order, first).ShouldNotBeNull().Event.ShouldBe(14);

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void Nothing_is_known_of_a_join_that_may_have_been_polled_unseen(string first)
    {
        var other = first == "a" ? "b" : "a";
        var trace = TraceText.Lazy(
            "s = sleep 1\na = async {\nawait s\nreturn 1\n}\nt = sleep 1\nb = async {\nawait t\nreturn 1\n}\njoin a b",
            "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes t\n main made t\n main makes b\n main made b\n main combines\n "
                + "a starts\n a awaits s\n b starts\n b awaits t\n "
                + $"@1 {first} got {Timer(first)}\n {first} returns 1\n {other} got {Timer(other)}\n {other} returns 1\n "
                + "main combined = [1, 1]\n main returns",
            JoinOrder.Rotating
        );

        new ModelChecker().Check(trace).ShouldBeNull();
    }

    private static string Timer(string body) => body == "a" ? "s" : "t";

    private static Rejection? Check(JoinOrder order, string first)
    {
        var other = first == "a" ? "b" : "a";
        return new ModelChecker().Check(
            TraceText.Lazy(
                Probes,
                $"{PolledOnce}{first} polls 2\n {first} ready 2\n {other} polls 2\n {other} ready 2\n main combined = [2, 2]\n main returns",
                order
            )
        );
    }
}
