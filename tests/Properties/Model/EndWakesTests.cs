using Conformance.Spec.Model;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>
/// What ends on another thread has ended at some moment after its last event: a poll that began since then may be the one that it was
/// woken for, unless that has asked in vain.
/// </summary>
public sealed class EndWakesTests
{
    private const string Spawns =
        "p = probe 3 wakes 0\nf = async {\ng = async { }\nk = spawn g\n}\nh = spawn f\ny = async { yield }\njoin h p y";
    private const string Asked =
        "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes h\n main made h\n main makes y\n main made y\n "
        + "main combines\n p polls 1\n p pends 1\n y starts\n #1 f starts\n #1 f makes g\n #1 f made g\n #1 f makes k\n #1 f made k\n ";
    private const string Spawned =
        $"{Asked} #1 f returns\n y yields\n p polls 2\n p pends 2\n y yielded\n y returns\n #1 g starts\n #1 g returns";

    [Fact]
    public void Task_that_ended_may_have_woken_for_the_poll_that_began_since() => Check(Spawns, Spawned).ShouldBeNull();

    [Fact]
    public void Task_that_ended_may_have_woken_during_the_poll_that_began_since() =>
        Check(Spawns, $"{Spawned}\n p polls 3\n p pends 3").ShouldBeNull();

    [Fact]
    public void Task_that_goes_on_during_a_poll_wakes_for_another_one()
    {
        const string Late = $"{Asked} y yields\n p polls 2\n p pends 2\n #1 f returns\n y yielded\n y returns\n #1 g starts\n #1 g returns";

        Check(Spawns, Late).ShouldNotBeNull();
        Check(Spawns, $"{Late}\n p polls 3\n p pends 3").ShouldBeNull();
    }

    [Fact]
    public void Task_that_was_asked_in_vain_by_the_poll_wakes_for_another_one()
    {
        const string Program =
            "p = probe 3 wakes 0\nf = async {\ng = async { }\nk = spawn g\n}\nh = spawn f\na = async { await h }\ny = async { yield }\njoin a p y";
        const string Begun =
            "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes h\n main made h\n main makes a\n main made a\n "
            + "main makes y\n main made y\n main combines\n a starts\n a awaits h\n p polls 1\n p pends 1\n y starts\n "
            + "#1 f starts\n #1 f makes g\n #1 f made g\n #1 f makes k\n #1 f made k\n #1 f returns\n y yields\n ";
        const string Told = $"{Begun} a got h\n a returns\n p polls 2\n p pends 2\n y yielded\n y returns\n #1 g starts\n #1 g returns";
        const string Vain = $"{Begun} p polls 2\n p pends 2\n y yielded\n y returns\n #1 g starts\n #1 g returns";

        Check(Program, Told, JoinOrder.Declared).ShouldBeNull();
        Check(Program, Vain, JoinOrder.Declared).ShouldNotBeNull();
        Check(Program, $"{Vain}\n a got h\n a returns\n p polls 3\n p pends 3", JoinOrder.Declared).ShouldBeNull();
    }

    [Fact]
    public void Job_that_ended_may_have_woken_for_the_poll_that_began_since() =>
        Check(
                "p = probe 3 wakes 0\nj = blocking { }\ny = async {\nyield\ncompute 9\n}\njoin j p y",
                "main starts\n main makes p\n main made p\n main makes j\n main made j\n main makes y\n main made y\n main combines\n p polls 1\n "
                    + "p pends 1\n y starts\n #3 j starts\n #3 j returns\n y yields\n p polls 2\n p pends 2\n y yielded\n y computes\n @9 y computed\n y returns"
            )
            .ShouldBeNull();

    [Fact]
    public void Member_that_ended_after_another_was_given_may_have_woken_for_a_poll_that_is_over() =>
        Check(
                "t = join-set\na = async { }\nh = spawn a in t\nb = async { }\nk = spawn b in t\nv = next t\ng = async {\nq = async { }\nn = spawn q\n}\nm = spawn g\nawait m\n"
                    + "p = probe 2 wakes 0\nawait p",
                "main starts\n main makes t\n main made t\n main makes a\n main made a\n main makes h\n main made h\n main makes b\n main made b\n "
                    + "#1 a starts\n #1 a returns\n main makes k\n main made k\n main asks t\n main gets t\n #2 b starts\n #2 b returns\n "
                    + "main makes g\n main made g\n main makes m\n main made m\n main awaits m\n #1 g starts\n #1 g makes q\n #1 g made q\n #1 g makes n\n #1 g made n\n #1 g returns\n "
                    + "#1 q starts\n #1 q returns\n main got m\n main makes p\n "
                    + "main made p\n main awaits p\n p polls 1\n p pends 1"
            )
            .ShouldBeNull();

    private static Rejection? Check(string program, string events, JoinOrder join = JoinOrder.Rotating) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, join, workers: 2, ending: Ending.Deadlock));
}
