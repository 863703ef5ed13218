using Conformance.Spec.Model;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>
/// Who looks at a shared future while another thread polls it is put off (futures-util, future/future/shared.rs), as often as it looks:
/// the trace does not tell of any of these looks.
/// </summary>
public sealed class SharedLooksTests
{
    private const string Shared = "x = async {\np = probe 1 wakes 0\nawait p\n}\nc = share x\na = async { await c }\nh = spawn a\n";
    private const string Polls = "#1 x makes p\n #1 x made p\n #1 x awaits p\n #1 p polls 1\n #1 p pends 1";

    [Fact]
    public void Task_that_reads_it_in_two_places_may_be_put_off_in_both() =>
        Check(
                $"{Shared}y = async {{ }}\nd = share y\nf = async {{ await c }}\njoin f c d",
                $"{Makes("x c a h y d f")} #1 a starts\n #1 a awaits c\n #1 x starts\n main combines\n f starts\n f awaits c\n y starts\n y returns\n {Polls}"
            )
            .ShouldBeNull();

    [Fact]
    public void Task_that_is_woken_after_that_poll_is_not_put_off() =>
        Check(
                $"{Shared}z = async {{ sleep 1 }}\nk = spawn z\njoin c k",
                $"{Makes("x c a h z k")} #1 a starts\n #1 a awaits c\n #1 x starts\n main combines\n {Polls}\n #2 z starts\n #2 z sleeps\n "
                    + "@1 #2 z slept\n #2 z returns"
            )
            .ShouldNotBeNull();

    // A member of a set that ended while a thread asked for it has woken all others who read what waits for it.
    [Fact]
    public void Member_whose_end_one_reader_sees_has_woken_the_others() =>
        Check(
                "x = async {\nt = join-set\nf = async { }\nk = spawn f in t\nnext t\nreturn 1\n}\nc = share x\na = async {\np = probe 1 wakes 0\nselect p c\n}\n"
                    + "h = spawn a\nq = probe 1 wakes 0\njoin c q",
                $"{Makes("x c a h q")} #1 a starts\n #1 a makes p\n #1 a made p\n #1 a combines\n #1 p polls 1\n #1 p pends 1\n #1 x starts\n "
                    + "#1 x makes t\n #1 x made t\n #1 x makes f\n #1 x made f\n #1 x makes k\n #1 x made k\n #1 x asks t\n #1 f starts\n "
                    + "#1 f returns\n main combines\n x gets t\n #1 p polls 2\n #1 p ready 2\n #1 a combined = 2\n #1 a returns\n x returns 1\n "
                    + "q polls 1\n q pends 1\n q polls 2\n q ready 2\n main combined = [1, 2]\n main returns",
                Ending.Completed
            )
            .ShouldBeNull();

    // What gave way first wakes its readers once more after the second one did, which the root's thread calls at once.
    [Fact]
    public void Reader_may_be_woken_by_the_later_one_of_two_that_gave_way() =>
        Check(
                "x = async {\nyield\nyield\npanic \"boom\"\n}\nc = share x\nb = async {\np = probe 1 wakes 0\nselect p c\n}\nh = spawn b\n"
                    + "q = probe 1 wakes 1\njoin q c",
                $"{Makes("x c b h")} #2 b starts\n #2 b makes p\n #2 b made p\n main makes q\n main made q\n #2 b combines\n #2 x starts\n "
                    + "#2 x yields\n main combines\n q polls 1\n #2 p polls 1\n q wakes q\n q woke q\n q pends 1\n x yielded\n x yields\n "
                    + "#2 p pends 1\n #1 x yielded\n q polls 2\n q ready 2\n #1 x panics boom\n #1 b panics boom\n "
                    + "main panics shared future panicked",
                Ending.Failed
            )
            .ShouldBeNull();

    // Its first poll looks while the other one goes on; the wake of the other one's yield comes before its second poll.
    [Fact]
    public void Task_whose_poll_begins_has_been_woken_by_what_gave_way_before() =>
        Check(
                "x = async {\nyield\np = probe 1 wakes 0\nawait p\n}\nc = share x\na = async { await c }\nh = spawn a\nq = probe 1 wakes 1\njoin q c",
                $"{Makes("x c a h q")} main combines\n q polls 1\n #1 a starts\n #1 a awaits c\n #1 x starts\n q wakes q\n q woke q\n q pends 1\n "
                    + "#1 x yields\n x yielded\n x makes p\n x made p\n x awaits p\n p polls 1\n p pends 1\n q polls 2\n q ready 2"
            )
            .ShouldBeNull();

    // Nobody asks for the second member any more: its end wakes by the waker that was left when the first one was taken.
    [Fact]
    public void Member_that_nobody_asks_for_may_have_ended_before_a_reader_asked() =>
        Check(
                "x = async {\nt = join-set\nf = async { }\nk = spawn f in t\ng = async { }\nl = spawn g in t\nnext t\nsleep 1\nreturn 1\n}\nc = share x\n"
                    + "b = async { await c }\nh = spawn b\np = probe 2 wakes 0\njoin p c",
                $"{Makes("x c b h p")} main combines\n p polls 1\n p pends 1\n x starts\n x makes t\n x made t\n x makes f\n x made f\n "
                    + "x makes k\n x made k\n x makes g\n x made g\n x makes l\n x made l\n x asks t\n #1 b starts\n #1 b awaits c\n #1 f starts\n "
                    + "#1 f returns\n #1 x gets t\n #1 x sleeps\n #1 g starts\n #1 g returns\n p polls 2\n p pends 2\n @1 #1 x slept\n "
                    + "#1 x returns 1\n #1 b got c = 1\n #1 b returns\n p polls 3\n p ready 3\n main combined = [3, 1]\n main returns",
                Ending.Completed
            )
            .ShouldBeNull();

    // Who polls it has asked a while before the body tells that it starts.
    [Fact]
    public void Reader_may_be_put_off_by_one_whose_poll_shows_later() =>
        Check(
                "x = async { return 1 }\nc = share x\na = async {\np = probe 1 wakes 1\nselect p c\n}\nh = spawn a\nq = probe 1 wakes 0\njoin q c",
                $"{Makes("x c a h q")} main combines\n q polls 1\n q pends 1\n #1 a starts\n #1 a makes p\n #1 a made p\n #1 a combines\n "
                    + "#1 p polls 1\n #1 p wakes p\n #1 p woke p\n #1 p pends 1\n #1 p polls 2\n #1 p ready 2\n #1 a combined = 2\n #1 a returns\n "
                    + "x starts\n x returns 1\n q polls 2\n q ready 2\n main combined = [2, 1]\n main returns",
                Ending.Completed
            )
            .ShouldBeNull();

    private static string Makes(string names) =>
        "main starts\n " + string.Concat(names.Split(' ').Select(name => $"main makes {name}\n main made {name}\n "));

    private static Rejection? Check(string program, string events, Ending ending = Ending.Deadlock) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, JoinOrder.Rotating, workers: 2, ending: ending));
}
