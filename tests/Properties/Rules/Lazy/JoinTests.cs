using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class JoinTests
{
    private const string Two = "a = async { sleep 2; return 1 }\nb = async { sleep 1; return 2 }\nv = join a b";
    private const string Tried = "a = async { yield; throw \"e\" }\nb = async { sleep 9 }\ntry { try-join a b } catch x { }";
    private const string Made = "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n";
    private const string InTurn =
        Made + "a starts\n a sleeps\n b starts\n b sleeps\n @1 b slept\n b returns 2\n @2 a slept\n a returns 1\n";

    private static Trace Joined(string events, int workers = 1) => TraceText.Lazy(Two, events, workers);

    private const string FirstPoll = "a polls\n a pends\n b polls\n b pends\n ";

    private static Trace JoinedProbes(string events, JoinOrder order) =>
        TraceText.Lazy("a = probe 2\nb = probe 2\njoin a b", Made + events, order);

    private static Trace JoinedProbes(string events) => TraceText.Lazy("a = probe 2 wakes 0\nb = probe 2\njoin a b", Made + events);

    private static Trace TryJoined(string events) =>
        TraceText.Lazy(Tried, Made + "a starts\n a yields\n b starts\n b sleeps\n a yielded\n a throws e\n" + events);

    [Fact]
    public void Children_polled_in_declared_order_pass() => RuleCheck.Passes("JOIN-01", Joined(InTurn), 1);

    [Fact]
    public void Children_polled_in_reverse_fail() =>
        RuleCheck.Fails(
            "JOIN-01",
            Joined(Made + "b starts\n b sleeps\n a starts\n a sleeps"),
            "\"b\" was polled before \"a\"; expected a join to poll its children first in declared order."
        );

    [Fact]
    public void Another_task_between_the_first_polls_fails() =>
        RuleCheck.Fails(
            "JOIN-01",
            TraceText.Lazy(
                "t = async { }\nh = spawn t\na = async { yield }\nb = async { yield }\njoin a b",
                "main starts\n main makes t\n main made t\n main makes h\n main made h\n main makes a\n main made a\n main makes b\n main made b\n main combines\n a starts\n a yields\n t starts\n t returns\n b starts\n b yields"
            ),
            "\"t\" ran in the middle of the first poll of the join in \"main\"; expected every child of the join to be polled first."
        );

    [Fact]
    public void Child_that_is_never_polled_fails() =>
        RuleCheck.Fails(
            "JOIN-01",
            Joined(Made + "a starts\n a sleeps\n @2 a slept\n a returns 1\n main combined = [1, 2]"),
            "The join in \"main\" ended before \"b\" was ever polled; expected every child to be polled."
        );

    [Fact]
    public void Join_of_sleeps_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "JOIN-01",
            TraceText.Lazy("a = sleep 1\nb = sleep 1\njoin a b", Made + "@1 main combined = [(), ()]\n main returns")
        );

    [Fact]
    public void Join_that_polls_all_its_unfinished_children_passes() =>
        RuleCheck.Passes("JOIN-06", JoinedProbes("a polls\n a pends\n b polls\n b pends\n b polls\n b pends\n a polls\n a pends"), 2);

    [Fact]
    public void Join_that_polls_only_the_woken_child_fails() =>
        RuleCheck.Fails(
            "JOIN-06",
            JoinedProbes("a polls\n a pends\n b polls\n b pends\n b polls\n b pends\n b polls\n b ready"),
            "\"b\" was polled 3 times while \"a\", unfinished too, had been polled 1 times; expected the join in \"main\" to poll all unfinished children each time."
        );

    [Fact]
    public void Second_poll_that_begins_with_the_second_child_passes() =>
        RuleCheck.Passes("JOIN-04", JoinedProbes(FirstPoll + "b polls\n b pends\n a polls\n a pends", JoinOrder.Rotating), 4);

    [Fact]
    public void Second_poll_that_begins_with_the_first_child_again_fails() =>
        RuleCheck.Fails(
            "JOIN-04",
            JoinedProbes(FirstPoll + "a polls\n a pends\n b polls\n b pends", JoinOrder.Rotating),
            "Poll 2 of the join in \"main\" polled \"a\" before \"b\"; expected it to begin with \"b\" and go on in declared order."
        );

    [Fact]
    public void Join_that_says_it_polls_as_declared_is_held_to_that() =>
        RuleCheck.Fails(
            "JOIN-04",
            JoinedProbes(FirstPoll + "b polls\n b pends\n a polls\n a pends", JoinOrder.Declared),
            "Poll 2 of the join in \"main\" polled \"b\" before \"a\"; expected it to begin with \"a\" and go on in declared order."
        );

    [Fact]
    public void Results_by_position_pass() => RuleCheck.Passes("JOIN-02", Joined(InTurn + "main combined = [1, 2]\n main returns"), 1);

    [Fact]
    public void Results_in_the_order_of_completion_fail() =>
        RuleCheck.Fails(
            "JOIN-02",
            Joined(InTurn + "main combined = [2, 1]\n main returns"),
            "The join in \"main\" gave [2, 1]; expected 1 of \"a\" at position 1."
        );

    [Fact]
    public void Join_that_does_not_wait_fails() =>
        RuleCheck.Fails(
            "JOIN-02",
            Joined(Made + "a starts\n a sleeps\n b starts\n b sleeps\n @1 b slept\n b returns 2\n main combined = [1, 2]"),
            "The join in \"main\" ended before \"a\" did; expected it to wait for every child."
        );

    [Fact]
    public void Join_that_is_late_fails() =>
        RuleCheck.Fails(
            "JOIN-02",
            Joined(InTurn + "@5 main combined = [1, 2]"),
            "The join in \"main\" ended at 5; expected 2, when its last child \"a\" ended."
        );

    [Fact]
    public void Failed_join_does_not_trigger() => RuleCheck.DoesNotTrigger("JOIN-02", TryJoined("b dies\n main combined ! e"));

    [Fact]
    public void Children_that_take_turns_pass() => RuleCheck.Passes("JOIN-03", Joined(InTurn), 4);

    [Fact]
    public void Child_that_runs_before_its_sibling_suspends_fails() =>
        RuleCheck.Fails(
            "JOIN-03",
            Joined(Made + "a starts\n b starts\n a sleeps\n b sleeps"),
            "\"b\" ran while \"a\" of the same task had not suspended; expected the children of a combinator to take turns."
        );

    [Fact]
    public void Child_on_another_worker_fails() =>
        RuleCheck.Fails(
            "JOIN-03",
            Joined(Made + "a starts\n a sleeps\n #1 b starts\n #1 b sleeps", workers: 2),
            "\"b\" was first polled on thread 1, yet its combinator was awaited on thread 0; expected one thread."
        );

    [Fact]
    public void Body_without_siblings_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "JOIN-03",
            TraceText.Lazy(
                "a = async { }\nawait a",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a returns\n main got a"
            )
        );

    [Fact]
    public void Sibling_dropped_at_the_first_error_passes() =>
        RuleCheck.Passes("JOIN-05", TryJoined("b dies\n main combined ! e\n main returns"), 1);

    [Fact]
    public void Sibling_that_runs_on_fails() =>
        RuleCheck.Fails("JOIN-05", TryJoined("@9 b slept"), "\"b\" ran on after \"a\" had failed; expected try-join to drop it at once.");

    [Fact]
    public void Sibling_that_is_left_alive_fails() =>
        RuleCheck.Fails(
            "JOIN-05",
            TryJoined("main combined ! e\n main returns"),
            "\"b\" was still alive when \"main\" went on after the try-join had failed; expected it to be dropped first."
        );

    [Fact]
    public void Future_that_failed_before_the_try_join_stops_nobody() =>
        RuleCheck.DoesNotTrigger(
            "JOIN-05",
            TraceText.Lazy(
                "a = async { throw \"e\" }\ntry { await &a } catch x { }\nb = async { }\ntry-join b a",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a throws e\n main got a ! e\n main makes b\n "
                    + "main made b\n main combines\n b starts\n b returns",
                ending: Ending.Failed
            )
        );

    [Fact]
    public void Join_does_not_short_circuit() => RuleCheck.DoesNotTrigger("JOIN-05", Joined(InTurn));
}
