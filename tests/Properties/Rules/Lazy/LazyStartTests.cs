using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class LazyStartTests
{
    private const string Readers = "x = async { return 1 }\ns = share x\na = await s\nb = await s";
    private const string Twice = "x = async { return 1 }\nawait &x\nawait &x";
    private const string Beside = "t = async { log \"t\" }\nh = spawn t\na = async { log \"a\" }\nawait a";
    private const string Sum = "a = async { sleep 20 }\nb = async { sleep 30 }\nawait a\nawait b";
    private const string Both = "a = async { sleep 20 }\nb = async { sleep 30 }\njoin a b";

    private static Trace AwaitedTwice(string end, Ending ending = Ending.Failed) =>
        TraceText.Lazy(
            Twice,
            $"main starts\n main makes x\n main made x\n main awaits x\n x starts\n x returns 1\n main got x = 1\n main awaits x\n {end}",
            ending: ending
        );

    private static Trace Read(string second) =>
        TraceText.Lazy(
            Readers,
            $"main starts\n main makes x\n main made x\n main makes s\n main made s\n main awaits s\n x starts\n x returns 1\n main got s = 1\n main awaits s\n {second}\n main returns"
        );

    [Fact]
    public void Second_await_that_panics_passes() => RuleCheck.Passes("MEMO-04", AwaitedTwice("main panics polled after completion"), 1);

    [Fact]
    public void Second_await_with_a_value_fails() =>
        RuleCheck.Fails(
            "MEMO-04",
            AwaitedTwice("main got x = 1"),
            "\"main\" awaited \"x\" again after its end and went on with 1; expected a panic: a result is taken once."
        );

    [Fact]
    public void Await_with_another_value_than_the_body_returned_fails() =>
        RuleCheck.Fails(
            "MEMO-04",
            TraceText.Lazy(Twice, "main starts\n main makes x\n main made x\n main awaits x\n x starts\n x returns 1\n main got x = 2"),
            "\"x\" gave 2 to \"main\", but \"x\" had ended with 1; expected its output."
        );

    [Fact]
    public void Handle_with_another_value_than_the_job_returned_fails() =>
        RuleCheck.Fails(
            "MEMO-04",
            TraceText.Lazy(
                "j = blocking { return 1 }\nawait j",
                "main starts\n main makes j\n main made j\n main awaits j\n #1 j starts\n #1 j returns 1\n main got j = 2\n main returns"
            ),
            "\"j\" gave 2 to \"main\", but \"j\" had ended with 1; expected its output."
        );

    [Fact]
    public void Second_await_that_waits_forever_fails() =>
        RuleCheck.Fails(
            "MEMO-04",
            AwaitedTwice("", Ending.Deadlock),
            "\"main\" waits forever for \"x\", whose result it took before; expected a panic."
        );

    [Fact]
    public void Second_reader_of_a_shared_future_gets_the_same() => RuleCheck.Passes("MEMO-04", Read("main got s = 1"), 1);

    [Fact]
    public void Second_reader_that_gets_another_value_fails() =>
        RuleCheck.Fails("MEMO-04", Read("main got s = 2"), "\"s\" gave 2 to \"main\" and 1 before; expected the same for every reader.");

    [Fact]
    public void Reader_that_gives_up_after_a_time_has_no_result() =>
        RuleCheck.Passes(
            "MEMO-04",
            TraceText.Lazy(
                "x = async { sleep 1 }\ns = share x\na = async { await s }\nb = async { await s }\nh = spawn a\ng = spawn b\ntry { timeout 0 s } catch e { }\nawait h\nawait g",
                "main starts\n main makes x\n main made x\n main makes s\n main made s\n main makes a\n main made a\n main makes b\n main made b\n "
                    + "main makes h\n main made h\n main makes g\n main made g\n main times s\n x starts\n x sleeps\n main timed s ! elapsed\n "
                    + "main awaits h\n a starts\n a awaits s\n b starts\n b awaits s\n @1 x slept\n x returns\n a got s\n a returns\n b got s\n "
                    + "b returns\n main got h\n main awaits g\n main got g\n main returns"
            ),
            1
        );

    [Fact]
    public void Second_run_of_a_shared_future_fails() =>
        RuleCheck.Fails(
            "MEMO-04",
            Read("x starts\n x returns 1\n main got s = 1"),
            "The body of \"x\" ran a second time; expected one run for all who await it."
        );

    [Fact]
    public void Single_await_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "MEMO-04",
            TraceText.Lazy(
                "a = async { }\nawait a",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a returns\n main got a"
            )
        );

    [Fact]
    public void Body_that_waits_for_its_await_passes() =>
        RuleCheck.Passes(
            "LAZY-01",
            TraceText.Lazy(
                "a = async { }\nawait a",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a returns\n main got a"
            ),
            1
        );

    [Fact]
    public void Body_that_runs_at_its_creation_fails() =>
        RuleCheck.Fails(
            "LAZY-01",
            TraceText.Lazy(
                "a = async { }\nawait a",
                "main starts\n main makes a\n a starts\n a returns\n main made a\n main awaits a\n main got a"
            ),
            "The body of \"a\" ran before \"a\" was polled; expected nothing to run at its creation."
        );

    [Fact]
    public void Dropped_future_that_runs_fails() =>
        RuleCheck.Fails(
            "LAZY-01",
            TraceText.Lazy(
                "a = async { }\ndrop a",
                "main starts\n main makes a\n main made a\n main drops a\n a starts\n a returns\n main dropped a\n main returns"
            ),
            "The body of \"a\" ran before \"a\" was polled; expected nothing to run at its creation."
        );

    [Fact]
    public void Job_is_not_inert() =>
        RuleCheck.DoesNotTrigger(
            "LAZY-01",
            TraceText.Lazy("j = blocking { }", "main starts\n main makes j\n #1 j starts\n #1 j returns\n main made j\n main returns")
        );

    [Fact]
    public void Await_that_polls_at_once_passes() =>
        RuleCheck.Passes(
            "LAZY-02",
            TraceText.Lazy(
                Beside,
                "main starts\n main makes t\n main made t\n main makes h\n main made h\n main makes a\n main made a\n main awaits a\n a starts\n a logs a\n a returns\n main got a\n main returns"
            ),
            2
        );

    [Fact]
    public void Await_that_lets_another_task_run_first_fails() =>
        RuleCheck.Fails(
            "LAZY-02",
            TraceText.Lazy(
                Beside,
                "main starts\n main makes t\n main made t\n main makes h\n main made h\n main makes a\n main made a\n main awaits a\n t starts\n t logs t\n t returns\n a starts\n a logs a\n a returns\n main got a\n main returns"
            ),
            "\"main\" awaited \"a\", yet Started of \"t\" came next on its thread; expected \"a\" to be polled at once."
        );

    [Fact]
    public void Suspension_after_a_ready_child_fails() =>
        RuleCheck.Fails(
            "LAZY-02",
            TraceText.Lazy(
                Beside,
                "main starts\n main makes t\n main made t\n main makes h\n main made h\n main makes a\n main made a\n main awaits a\n a starts\n a logs a\n a returns\n t starts\n t logs t\n t returns\n main got a\n main returns"
            ),
            "\"a\" ended, yet Started of \"t\" came next on its thread; expected \"main\", which awaits it, to go on at once."
        );

    [Fact]
    public void Finished_handle_is_ready_at_once()
    {
        const string Program = "t = async { }\nh = spawn t\nu = async { }\ng = spawn u\nsleep 1\nawait h";
        const string Begin =
            "main starts\n main makes t\n main made t\n main makes h\n main made h\n main makes u\n main made u\n main makes g\n main made g\n main sleeps\n t starts\n t returns\n @1 main slept\n main awaits h\n";
        RuleCheck.Passes("LAZY-02", TraceText.Lazy(Program, Begin + "main got h\n u starts\n u returns\n main returns"), 1);
        RuleCheck.Fails(
            "LAZY-02",
            TraceText.Lazy(Program, Begin + "u starts\n u returns\n main got h\n main returns"),
            "\"main\" awaited \"h\", which had already ended, yet Started of \"u\" came next; expected \"main\" to go on at once."
        );
    }

    [Fact]
    public void Await_without_another_task_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "LAZY-02",
            TraceText.Lazy(
                "a = async { }\nawait a",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a returns\n main got a"
            )
        );

    [Fact]
    public void Awaits_one_after_the_other_add_up() => RuleCheck.Passes("LAZY-03", Slept(50), 1);

    [Fact]
    public void Awaits_one_after_the_other_that_overlap_fail() =>
        RuleCheck.Fails(
            "LAZY-03",
            Slept(30),
            "\"a\" and \"b\", awaited one after the other, took 30; expected at least 50, the sum: nothing runs before it is polled."
        );

    [Fact]
    public void Join_takes_the_longest() => RuleCheck.Passes("LAZY-03", Joined(30), 1);

    [Fact]
    public void Join_that_takes_the_sum_fails() =>
        RuleCheck.Fails("LAZY-03", Joined(50), "The join of 2 sleepers in \"main\" took 50; expected 30, the longest of them.");

    [Fact]
    public void Future_made_after_the_first_await_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "LAZY-03",
            TraceText.Lazy(
                "a = async { sleep 20 }\nawait a\nb = async { sleep 30 }\nawait b",
                "main starts\n main makes a\n main made a\n main awaits a\n a starts\n a sleeps\n @20 a slept\n a returns\n main got a\n main makes b\n main made b\n main awaits b\n b starts\n b sleeps\n @50 b slept\n b returns\n main got b\n main returns"
            )
        );

    private static Trace Slept(int end) =>
        TraceText.Lazy(
            Sum,
            $"main starts\n main makes a\n main made a\n main makes b\n main made b\n main awaits a\n a starts\n a sleeps\n @20 a slept\n a returns\n main got a\n main awaits b\n b starts\n b sleeps\n @{end} b slept\n b returns\n main got b\n main returns"
        );

    private static Trace Joined(int end) =>
        TraceText.Lazy(
            Both,
            $"main starts\n main makes a\n main made a\n main makes b\n main made b\n main combines\n a starts\n a sleeps\n b starts\n b sleeps\n @20 a slept\n a returns\n @{end} b slept\n b returns\n main combined = [(), ()]\n main returns"
        );
}
