using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class TaskSetTests
{
    private const string Two =
        "s = join-set\na = async { sleep 5\nreturn 1 }\nha = spawn a in s\nb = async { return 2 }\nhb = spawn b in s\nnext s\nnext s\nnext s";

    private const string Begun =
        "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes ha\n main made ha\n main makes b\n main made b\n main makes hb\n main made hb\n main asks s\n a starts\n a sleeps\n b starts\n b returns 2\n ";

    private const string Ended =
        "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes h\n main made h\n main sleeps\n ";
    private const string Dropped = "s = join-set\na = async { sleep 5\nlog \"a\" }\nh = spawn a in s\nsleep 1\ndrop s\nsleep 10";

    [Fact]
    public void Outcomes_in_order_of_completion_pass() =>
        RuleCheck.Passes(
            "SPAWN-06",
            TraceText.Lazy(
                Two,
                Begun + "main gets s = 2\n main asks s\n @5 a slept\n a returns 1\n main gets s = 1\n main asks s\n main gets s ! none left"
            ),
            3
        );

    [Fact]
    public void Which_of_two_that_ended_alike_on_two_threads_was_given_is_open() =>
        RuleCheck.DoesNotTrigger(
            "SPAWN-06",
            TraceText.Lazy(
                "s = join-set\na = async { return 0 }\nha = spawn a in s\nb = async { return 0 }\nhb = spawn b in s\nc = async { return 3 }\nhc = spawn c in s\nnext s\nnext s",
                "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes ha\n main made ha\n main makes b\n main made b\n "
                    + "main makes hb\n main made hb\n main makes c\n main made c\n main makes hc\n main made hc\n #2 a starts\n #2 a returns 0\n #1 b starts\n "
                    + "#1 b returns 0\n #1 c starts\n #1 c returns 3\n main asks s\n main gets s = 0\n main asks s\n main gets s = 3",
                workers: 2
            )
        );

    [Fact]
    public void Outcome_that_ended_later_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(Two, Begun + "@5 a slept\n a returns 1\n main gets s = 1"),
            "\"s\" gave the outcome of \"ha\" though \"hb\" had ended earlier; expected the order in which tasks end."
        );

    [Fact]
    public void Order_of_other_threads_is_not_known() =>
        RuleCheck.Passes(
            "SPAWN-06",
            TraceText.Lazy(
                Two,
                Begun
                    .Replace("b ", "#2 b ", StringComparison.Ordinal)
                    .Replace("makes #2", "makes", StringComparison.Ordinal)
                    .Replace("made #2", "made", StringComparison.Ordinal) + "@5 #1 a slept\n #1 a returns 1\n main gets s = 1",
                workers: 2
            ),
            1
        );

    [Fact]
    public void Outcome_that_two_tasks_may_have_had_leaves_the_order_open() =>
        RuleCheck.Passes(
            "SPAWN-06",
            TraceText.Lazy(
                "s = join-set\na = async { sleep 5 }\nha = spawn a in s\nb = async { return 2 }\nhb = spawn b in s\nc = async { }\nhc = spawn c in s\nsleep 1\nabort s\nnext s\nnext s",
                "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes ha\n main made ha\n main makes b\n main made b\n main makes hb\n main made hb\n main makes c\n main made c\n"
                    + "#1 a starts\n #1 a sleeps\n #1 a dies\n #1 b starts\n #1 b returns 2\n main makes hc\n main made hc\n main sleeps\n @1 main slept\n main aborts s\n main aborted s\n main asks s\n main gets s ! cancelled\n main asks s\n main gets s = 2\n main returns",
                workers: 2
            ),
            1
        );

    [Fact]
    public void Outcome_that_no_task_had_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(Two, Begun + "main gets s = 7"),
            "\"s\" gave 7; expected the outcome of one of its tasks."
        );

    [Fact]
    public void None_left_while_tasks_are_left_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(Two, Begun + "main gets s ! none left"),
            "\"s\" gave none left; expected the outcome of one of its tasks."
        );

    [Fact]
    public void Task_that_dies_after_its_set_passes() =>
        RuleCheck.Passes(
            "SPAWN-06",
            TraceText.Lazy(
                Dropped,
                Ended
                    + "a starts\n a sleeps\n @1 main slept\n main drops s\n main dropped s\n main sleeps\n a dies\n @11 main slept\n main returns"
            ),
            1
        );

    [Fact]
    public void Task_that_dies_inside_the_drop_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(Dropped, Ended + "a starts\n a sleeps\n @1 main slept\n main drops s\n a dies\n main dropped s"),
            "\"a\" was dropped inside the statement that ends its set; expected the scheduler to drop it."
        );

    [Fact]
    public void Task_that_starts_after_its_set_was_dropped_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(Dropped, Ended + "@1 main slept\n main drops s\n main dropped s\n main sleeps\n a starts"),
            "\"a\" went on though its set was aborted or dropped; expected that to abort all its tasks."
        );

    [Fact]
    public void Task_that_outlives_its_set_fails() =>
        RuleCheck.Fails(
            "SPAWN-06",
            TraceText.Lazy(
                Dropped,
                Ended + "a starts\n a sleeps\n @1 main slept\n main drops s\n main dropped s\n main sleeps\n @11 main slept\n main returns"
            ),
            "\"a\" was still there after its set was aborted or dropped; expected that to abort all its tasks."
        );

    [Fact]
    public void Program_without_a_set_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "SPAWN-06",
            TraceText.Lazy("a = async { }\nh = spawn a", "main starts\n main makes a", ending: Ending.Completed)
        );
}
