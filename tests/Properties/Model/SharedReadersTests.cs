using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>
/// A shared future wakes those who have asked it since it woke them last (futures-util, future/future/shared.rs). Who asks while another
/// thread polls it has asked before or after what that poll does, and hears of its end before the poll goes on.
/// </summary>
public sealed class SharedReadersTests
{
    private const string Joins = "p = probe 3 wakes 0\nx = async { }\nc = share x\na = async { await c }\nh = spawn a\n";
    private const string Made =
        "main starts\n main makes p\n main made p\n main makes x\n main made x\n main makes c\n main made c\n main makes a\n main made a\n "
        + "main makes h\n main made h\n ";
    private const string EndedByAnother =
        $"{Made} #1 a starts\n main combines\n p polls 1\n #1 a awaits c\n #1 x starts\n #1 x returns\n #1 a got c\n #1 a returns\n p pends 1";
    private const string EndedByItself =
        $"{Made} main makes y\n main made y\n main makes k\n main made k\n #1 a starts\n main combines\n p polls 1\n p pends 1\n x starts\n "
        + "#1 a awaits c\n #1 y starts\n #1 y returns\n x returns\n #1 a got c\n #1 a returns";
    private const string Wakes = "p = probe 1 wakes 1\nx = async { await p }\nc = share x\na = async { await c }\nh = spawn a\nawait c";
    private const string Looks =
        $"{Made} main awaits c\n x starts\n x awaits p\n p polls 1\n #1 a starts\n #1 a awaits c\n p wakes p\n p woke p\n p pends 1\n ";

    [Fact]
    public void Reader_that_has_not_asked_is_not_woken()
    {
        Check($"{Joins}join p c", EndedByAnother).ShouldBeNull();
        Check($"{Joins}join p c", $"{EndedByAnother}\n p polls 2\n p pends 2").ShouldNotBeNull();
    }

    [Fact]
    public void Reader_goes_on_before_who_polled_it_to_its_end()
    {
        const string Program = $"{Joins}y = async {{ }}\nk = spawn y\njoin p c";

        Check(Program, $"{EndedByItself}\n p polls 2\n p pends 2").ShouldBeNull();
        Check(Program, EndedByItself).ShouldNotBeNull();
    }

    [Fact]
    public void Reader_that_asked_while_it_was_polled_is_woken_by_a_wake_in_that_poll() =>
        Check(
                Wakes,
                $"{Looks} #1 p polls 2\n #1 p ready 2\n #1 x got p = 2\n #1 x returns\n #1 a got c\n #1 a returns\n main got c\n main returns",
                Ending.Completed
            )
            .ShouldBeNull();

    // The turn that woke the reader for its poll is told of only where the poll finds the timer.
    [Fact]
    public void Reader_that_a_timer_woke_has_asked_again_in_its_poll() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "e = async { compute 1 }\nh = spawn e\nx = async {\na = async {\nawait h\nreturn 1\n}\nb = async {\nsleep 1\nreturn 2\n}\njoin a b\nyield\n}\n"
                        + "c = share x\nawait c",
                    "main starts\n main makes e\n main made e\n main makes h\n main made h\n main makes x\n main made x\n main makes c\n"
                        + " main made c\n main awaits c\n x starts\n x makes a\n x made a\n x makes b\n x made b\n x combines\n a starts\n"
                        + " a awaits h\n b starts\n b sleeps\n e starts\n e computes\n @1 e computed\n e returns\n b slept\n b returns 2\n a got h\n"
                        + " a returns 1\n x combined = [1, 2]\n x yields\n x yielded\n x returns\n main got c\n main returns"
                )
            )
            .ShouldBeNull();

    private static Rejection? Check(string program, string events, Ending ending = Ending.Deadlock) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, workers: 2, ending: ending));
}
