using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class CancellationTests
{
    private const string Limited = "x = async { compute 9; sleep 9 }\ntry { timeout 5 x } catch e { }";
    private const string Guarded = "x = async { defer { log \"1\" }; defer { log \"2\" }; sleep 9 }\ntry { timeout 5 x } catch e { }";
    private const string Tree = "x = async { a = async { sleep 9 }; b = async { sleep 9 }; join a b }\ntry { timeout 5 x } catch e { }";
    private const string Child = "t = async { sleep 9 }\nx = async { h = spawn t; sleep 9 }\ntry { timeout 5 x } catch e { }\nsleep 9";
    private const string Panics = "a = async { panic \"e\" }\nb = async { yield }\njoin b a";
    private const string Timed = "main starts\n main makes x\n main made x\n main times x\n x starts\n";
    private const string Grown =
        Timed + "x makes a\n x made a\n x makes b\n x made b\n x combines\n a starts\n a sleeps\n b starts\n b sleeps\n @5 ";
    private const string Spawned =
        "main starts\n main makes t\n main made t\n main makes x\n main made x\n main times x\n x starts\n x makes h\n x made h\n x sleeps\n t starts\n t sleeps\n @5 x dies\n main timed x ! elapsed\n main sleeps\n";
    private const string Both =
        "main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n b starts\n b yields\n a starts\n a panics e\n";

    private static Trace Cut(string events) => TraceText.Lazy(Limited, Timed + events);

    private static Trace Guards(string events) => TraceText.Lazy(Guarded, Timed + "x sleeps\n @5 x dies\n" + events);

    [Fact]
    public void Cancellation_at_a_suspension_passes() =>
        RuleCheck.Passes("CANC-01", Cut("x computes\n @9 x computed\n x sleeps\n x dies\n main timed x ! elapsed\n main returns"), 1);

    [Fact]
    public void Cancellation_in_the_middle_of_a_poll_fails() =>
        RuleCheck.Fails(
            "CANC-01",
            Cut("x computes\n @5 x dies\n main timed x ! elapsed\n main returns"),
            "\"x\" was cancelled in the middle of a poll; expected cancellation only where it is suspended."
        );

    [Fact]
    public void Body_that_nobody_cancels_does_not_trigger() => RuleCheck.DoesNotTrigger("CANC-01", Cut("x computes\n @9 x computed"));

    [Fact]
    public void Guards_last_one_first_pass() =>
        RuleCheck.Passes("CANC-02", Guards("x guards 2\n x guards 1\n main timed x ! elapsed\n main returns"), 1);

    [Fact]
    public void Guard_that_runs_twice_fails() =>
        RuleCheck.Fails(
            "CANC-02",
            Guards("x guards 2\n x guards 1\n x guards 1\n main timed x ! elapsed\n main returns"),
            "A guard of \"x\" ran twice; expected each one to run once."
        );

    [Fact]
    public void Guards_first_one_first_fail() =>
        RuleCheck.Fails(
            "CANC-02",
            Guards("x guards 1\n x guards 2\n main timed x ! elapsed\n main returns"),
            "The guards of \"x\" ran in the order of their declaration; expected the last one first."
        );

    [Fact]
    public void Children_dropped_in_declared_order_pass() =>
        RuleCheck.Passes("CANC-02", TraceText.Lazy(Tree, Grown + "a dies\n b dies\n x dies\n main timed x ! elapsed\n main returns"), 3);

    [Fact]
    public void Children_dropped_in_reverse_fail() =>
        RuleCheck.Fails(
            "CANC-02",
            TraceText.Lazy(Tree, Grown + "b dies\n a dies\n x dies\n main timed x ! elapsed\n main returns"),
            "\"a\" was dropped after \"b\"; expected the children of a combinator to be dropped in declared order."
        );

    [Fact]
    public void Single_guard_does_not_trigger() => RuleCheck.DoesNotTrigger("CANC-02", Guards("x guards 2\n main timed x ! elapsed"));

    [Fact]
    public void Task_that_outlives_its_spawner_passes() =>
        RuleCheck.Passes("CANC-03", TraceText.Lazy(Child, Spawned + "@9 t slept\n t returns\n @14 main slept\n main returns"), 1);

    [Fact]
    public void Task_that_dies_with_its_spawner_fails() =>
        RuleCheck.Fails(
            "CANC-03",
            TraceText.Lazy(Child, Spawned + "t dies\n @14 main slept\n main returns"),
            "\"t\" was cancelled though nobody aborted it; expected a spawned computation to outlive whoever spawned or awaited it."
        );

    [Fact]
    public void Lent_future_that_was_to_be_spawned_later_goes_with_its_owner() =>
        RuleCheck.Passes(
            "CANC-03",
            TraceText.Lazy(
                "x = async {\na = async { sleep 9 }\nawait &a\nh = spawn a\n}\ntimeout 5 x",
                "main starts\n main makes x\n main made x\n main times x\n x starts\n x makes a\n x made a\n x awaits a\n a starts\n a sleeps\n "
                    + "@5 x dies\n a dies\n main timed x ! elapsed\n main throws elapsed",
                ending: Ending.Failed
            ),
            1
        );

    [Fact]
    public void Owned_future_that_is_forgotten_fails() =>
        RuleCheck.Fails(
            "CANC-03",
            TraceText.Lazy(Tree, Grown + "a dies\n x dies\n main timed x ! elapsed\n main returns"),
            "\"b\" was not dropped though \"x\", which awaited it, was; expected the whole tree to be dropped."
        );

    [Fact]
    public void Body_that_owns_nothing_does_not_trigger() => RuleCheck.DoesNotTrigger("CANC-03", Guards("main timed x ! elapsed"));

    [Fact]
    public void Failure_told_by_the_handle_passes() => RuleCheck.Passes("ERR-01", Failed("main got h ! panic: e\n main returns"), 2);

    [Fact]
    public void Failure_that_becomes_a_value_fails() =>
        RuleCheck.Fails(
            "ERR-01",
            Failed("main got h = 1\n main returns"),
            "The handle \"h\" gave 1 though \"a\" failed with e; expected its failure."
        );

    [Fact]
    public void Failure_that_ends_the_program_fails() =>
        RuleCheck.Fails(
            "ERR-01",
            Failed("", Ending.Failed),
            "The failure of \"a\" ended the program; expected only its handle to tell of it."
        );

    [Fact]
    public void Task_that_succeeds_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "ERR-01",
            TraceText.Lazy(
                "a = async { }\nh = spawn a\nawait h",
                "main starts\n main makes a\n main made a\n main makes h\n main made h\n main awaits h\n a starts\n a returns\n main got h\n main returns"
            )
        );

    [Fact]
    public void Panic_that_fails_the_whole_task_passes() =>
        RuleCheck.Passes("ERR-02", TraceText.Lazy(Panics, Both + "b dies\n main panics e", ending: Ending.Failed), 2);

    [Fact]
    public void Panic_that_join_collects_fails() =>
        RuleCheck.Fails(
            "ERR-02",
            TraceText.Lazy(Panics, Both + "b dies\n main panics e", ending: Ending.Completed),
            "The main body panicked, yet the program ended as Completed; expected it to fail."
        );

    [Fact]
    public void Sibling_that_survives_a_panic_fails() =>
        RuleCheck.Fails(
            "ERR-02",
            TraceText.Lazy(Panics, Both + "main panics e", ending: Ending.Failed),
            "\"b\" was not dropped though its sibling \"a\" had panicked; expected the whole task to be dropped."
        );

    [Fact]
    public void Future_that_panics_where_it_was_lent_does_not_concern_its_owner() =>
        RuleCheck.Passes(
            "ERR-02",
            TraceText.Lazy(
                "f = async { panic \"e\" }\nawait &f\ng = async { await f }",
                "main starts\n main makes f\n main made f\n main awaits f\n f starts\n f panics e\n main panics e",
                ending: Ending.Failed
            ),
            1
        );

    [Fact]
    public void Program_without_panics_does_not_trigger() => RuleCheck.DoesNotTrigger("ERR-02", Cut("x computes\n @9 x computed"));

    private static Trace Failed(string end, Ending ending = Ending.Completed) =>
        TraceText.Lazy(
            "a = async { panic \"e\" }\nh = spawn a\ntry { await h } catch x { }",
            "main starts\n main makes a\n main made a\n main makes h\n main made h\n main awaits h\n a starts\n a panics e\n" + end,
            ending: ending
        );
}
