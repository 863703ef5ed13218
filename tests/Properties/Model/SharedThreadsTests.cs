using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Readers of a shared future on several threads: what they ask unseen, and who is woken by what happens in it unseen.</summary>
public sealed class SharedThreadsTests
{
    private const string ReadByTask = "c = share x\na = async { await c }\nh = spawn a\n";
    private const string Yields = $"x = async {{ yield }}\n{ReadByTask}await c";
    private const string ReturnsThree = "x = async {\nf = async { }\nk = spawn f\nawait k\nreturn 3\n}\nc = share x\n";
    private const string AwaitsTask = "x = async {\nf = async { }\nk = spawn f\nawait k\n}\nc = share x\n";

    [Fact]
    public void Reader_that_asked_is_woken_by_what_gives_way_on_the_root_s_thread() =>
        Accepts(
            Yields,
            $"{Makes("x c a h")} #1 a starts\n main awaits c\n x starts\n #1 a awaits c\n x yields\n #2 x yielded\n #2 x returns\n #2 a got c\n "
                + "#2 a returns\n main got c\n main returns"
        );

    [Fact]
    public void Root_is_polled_on_its_own_thread_only() =>
        Check("yield", "main starts\n main yields\n #1 main yielded\n #1 main returns").ShouldNotBeNull().Event.ShouldBe(2);

    [Fact]
    public void Task_that_ends_while_one_reader_asks_for_it_wakes_all() =>
        Accepts(
            $"x = async {{\nf = async {{ yield }}\nk = spawn f\nawait k\n}}\n{ReadByTask}await c",
            $"{Makes("x c a h")} #2 a starts\n main awaits c\n x starts\n #2 a awaits c\n x makes f\n x made f\n x makes k\n #2 f starts\n x made k\n "
                + "x awaits k\n #2 f yields\n #2 f yielded\n #2 f returns\n #2 x got k\n #2 x returns\n #2 a got c\n #2 a returns\n main got c\n main returns"
        );

    [Fact]
    public void Task_whose_end_one_reader_sees_has_woken_the_others() =>
        Accepts(
            $"{AwaitsTask}b = async {{\np = probe 1 wakes 0\njoin p c\n}}\nh = spawn b\nq = probe 0 wakes 1\nselect q c",
            $"{Makes("x c b h q")} #1 b starts\n #1 b makes p\n #1 b made p\n #1 b combines\n #1 p polls 1\n #1 p pends 1\n #1 x starts\n #1 x makes f\n "
                + "#1 x made f\n #1 x makes k\n #1 x made k\n #1 x awaits k\n #1 f starts\n #1 f returns\n main combines\n x got k\n #1 p polls 2\n "
                + "#1 p ready 2\n x returns\n main combined\n main returns\n b dies"
        );

    [Fact]
    public void Join_goes_on_waiting_for_what_another_reader_took_to_its_end() =>
        Accepts(
            $"{ReturnsThree}b = async {{\np = probe 1 wakes 0\njoin p c\nreturn 4\n}}\nh = spawn b\nq = probe 2 wakes 0\njoin q h c",
            $"{Makes("x c b h q")} #1 b starts\n main combines\n q polls 1\n q pends 1\n x starts\n x makes f\n #1 b makes p\n x made f\n #1 b made p\n "
                + "#1 b combines\n #1 p polls 1\n x makes k\n x made k\n x awaits k\n #1 p pends 1\n #2 f starts\n #2 f returns\n x got k\n #2 p polls 2\n "
                + "#2 p ready 2\n x returns 3\n q polls 2\n q pends 2\n q polls 3\n q ready 3\n #1 b combined = [2, 3]\n #1 b returns 4\n "
                + "main combined = [3, 4, 3]\n main returns"
        );

    [Fact]
    public void Reader_that_asked_while_it_was_polled_may_be_dropped_by_the_shutdown() =>
        Accepts(
            "x = async { f = async { } }\nc = share x\na = async { await c }\nh = spawn a\nb = async { await c }\nk = spawn b",
            $"{Makes("x c a h b k")} #1 a starts\n #1 a awaits c\n #1 x starts\n #2 b starts\n #2 b awaits c\n #1 x makes f\n main returns\n "
                + "#2 b dies\n #1 x made f\n #1 x returns\n #1 a got c\n #1 a returns"
        );

    [Fact]
    public void What_gave_way_may_have_woken_before_another_reader_asked() =>
        Check(
                $"x = async {{\nyield\np = probe 1 wakes 0\nawait p\n}}\n{ReadByTask}await c",
                $"{Makes("x c a h")} #1 a starts\n #1 a awaits c\n #1 x starts\n #1 x yields\n main awaits c\n x yielded\n x makes p\n x made p\n "
                    + "x awaits p\n p polls 1\n p pends 1",
                Ending.Deadlock
            )
            .ShouldBeNull();

    [Fact]
    public void Reader_that_was_dropped_may_just_have_been_woken() =>
        Accepts(
            $"{AwaitsTask}p = probe 0 wakes 1\nselect p c\nq = probe 1 wakes 0\nawait q",
            $"{Makes("x c p")} main combines\n x starts\n x makes f\n x made f\n x makes k\n x made k\n #1 f starts\n x awaits k\n p polls 1\n "
                + "#1 f returns\n p ready 1\n main combined = 1\n main makes q\n main made q\n main awaits q\n q polls 1\n q pends 1\n q polls 2\n "
                + "q ready 2\n main got q = 2\n main returns\n x dies"
        );

    [Fact]
    public void Reader_may_have_asked_in_vain_before_another_one_goes_on() =>
        Accepts(
            $"{ReturnsThree}a = async {{\np = probe 1 wakes 1\nselect p c\n}}\nh = spawn a\nq = probe 1 wakes 0\njoin q c",
            $"{Makes("x c a h q")} #1 a starts\n #1 a makes p\n #1 a made p\n #1 a combines\n #1 x starts\n #1 x makes f\n #1 x made f\n #1 x makes k\n "
                + "#1 x made k\n #1 x awaits k\n #1 p polls 1\n #1 p wakes p\n #1 p woke p\n #1 p pends 1\n main combines\n q polls 1\n q pends 1\n "
                + "#1 f starts\n #1 f returns\n #1 x got k\n q polls 2\n q ready 2\n #1 x returns 3\n #1 a combined = 3\n #1 a returns\n "
                + "main combined = [2, 3]\n main returns"
        );

    private static string Makes(string names) =>
        "main starts\n " + string.Concat(names.Split(' ').Select(name => $"main makes {name}\n main made {name}\n "));

    private static void Accepts(string program, string events) => Check(program, events, Ending.Completed).ShouldBeNull();

    private static Rejection? Check(string program, string events, Ending ending = Ending.Completed) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, workers: 2, ending: ending));
}
