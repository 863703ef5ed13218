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

    [Fact]
    public void Job_may_have_ended_before_a_poll_that_looks_for_it_last() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "p = probe 2 wakes 0\nj = blocking { }\nf = async { wake p }\njoin j p f",
                    "main starts\n main makes p\n main made p\n main makes j\n main made j\n main makes f\n main made f\n main combines\n "
                        + "p polls 1\n p pends 1\n f starts\n f wakes p\n f woke p\n #3 j starts\n #3 j returns\n f returns\n "
                        + "p polls 2\n p pends 2",
                    JoinOrder.Rotating,
                    workers: 2,
                    ending: Ending.Deadlock
                )
            )
            .ShouldBeNull();

    [Fact]
    public void Job_that_is_found_ended_may_have_woken_all_the_same() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "p = probe 2 wakes 0\nq = probe 1 wakes 0\nj = blocking { }\nx = async {\nawait j\nawait q\nreturn 1\n}\nf = async {\nwake p\nreturn 2\n}\njoin x p f",
                    "main starts\n main makes p\n main made p\n main makes q\n main made q\n main makes j\n main made j\n main makes x\n main made x\n "
                        + "main makes f\n main made f\n main combines\n x starts\n x awaits j\n p polls 1\n p pends 1\n f starts\n f wakes p\n f woke p\n f returns 2\n "
                        + "p polls 2\n p pends 2\n #3 j starts\n #3 j returns\n x got j\n x awaits q\n q polls 1\n q pends 1\n "
                        + "q polls 2\n q ready 2\n x got q = 2\n x returns 1\n p polls 3\n p ready 3\n main combined = [1, 3, 2]\n main returns",
                    JoinOrder.Unspecified,
                    workers: 2
                )
            )
            .ShouldBeNull();

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
