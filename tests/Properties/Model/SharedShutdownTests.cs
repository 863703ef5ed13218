using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>
/// The shutdown drops all tasks, those too that were never polled, and nothing of that is seen: what is shared goes with whichever task
/// had the last share of it.
/// </summary>
public sealed class SharedShutdownTests
{
    private const string Shared =
        "x = async { yield }\nc = share x\na = async { await c }\nh = spawn a\nb = async { await c }\nk = spawn b\n";
    private const string Made =
        "main starts\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n main makes h\n main made h\n "
        + "main makes b\n main made b\n main makes k\n main made k\n ";

    [Fact]
    public void Shared_future_goes_with_the_last_of_two_tasks_that_never_began() =>
        Check($"{Shared}p = probe 0 wakes 0\nselect c p", $"{Made} main makes p\n main made p\n {Ends}\n x dies").ShouldBeNull();

    [Fact]
    public void Shared_future_that_was_begun_goes_with_somebody() =>
        Check($"{Shared}p = probe 0 wakes 0\nselect c p", $"{Made} main makes p\n main made p\n {Ends}").ShouldNotBeNull();

    [Fact]
    public void Task_whose_poll_has_ended_on_another_worker_may_have_been_dropped_before_a_join_looks() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "p = probe 1 wakes 0\nf = async { h = spawn p ; g = async { a = async { try { await h } catch e { } } ; b = async { } ; try { select-biased a b } catch e2 { } } ; k = spawn g }\nm = spawn f\nawait m",
                    "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes m\n main made m\n main awaits m\n "
                        + "#1 f starts\n #1 f makes h\n #1 f made h\n #1 f makes g\n #1 f made g\n #1 f makes k\n #2 p polls 1\n #2 p pends\n "
                        + "#1 f made k\n #1 f returns\n #1 g starts\n #1 g makes a\n main got m\n main returns\n #1 g made a\n #1 g makes b\n #1 g made b\n "
                        + "#1 g combines\n #1 a starts\n #1 a awaits h\n #1 a got h ! cancelled\n #1 a returns\n #1 g combined\n #1 g returns",
                    workers: 2
                )
            )
            .ShouldBeNull();

    private const string Ends = "main combines\n x starts\n x yields\n p polls 1\n p ready 1\n main combined = 1\n main returns";

    private static Rejection? Check(string program, string events) => new ModelChecker().Check(TraceText.Lazy(program, events));
}
