using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class BlockingInPlaceTests
{
    private const string Holder =
        "x = async { a = async { log \"a\" }; h = spawn a; in-place { log \"held\"; compute 5 } }\ng = spawn x\nsleep 9";
    private const string Spawned =
        "main starts\n main makes x\n main made x\n main makes g\n main made g\n main sleeps\n #1 x starts\n #1 x makes a\n #1 x made a\n #1 x makes h\n #1 x made h\n ";
    private const string Ended = "@9 main slept\n main returns";

    [Fact]
    public void Task_that_runs_while_its_maker_blocks_in_place_passes() =>
        RuleCheck.Passes(
            "BLOCK-04",
            Trace("#1 x logs\n #1 x computes\n #3 a starts\n #3 a logs\n #3 a returns\n @5 #1 x computed\n #1 x returns\n "),
            2
        );

    [Fact]
    public void Task_that_waits_while_its_maker_blocks_in_place_fails() =>
        RuleCheck.Fails(
            "BLOCK-04",
            Trace("#1 x logs\n #1 x computes\n @5 #1 x computed\n #1 x returns\n #1 a starts\n #1 a logs\n #1 a returns\n "),
            "\"h\" waited from 0 to 5 while \"x\", which had spawned it, held its thread in place; expected the worker to be handed over."
        );

    [Fact]
    public void Task_may_wait_while_every_worker_is_busy() =>
        RuleCheck.Passes(
            "BLOCK-04",
            TraceText.Lazy(
                Holder.Replace(
                    "sleep 9",
                    "b = async { compute 5 }\ni = spawn b\nc = async { compute 5 }\nj = spawn c\nsleep 9",
                    StringComparison.Ordinal
                ),
                Spawned.Replace(
                    "main sleeps",
                    "main makes b\n main made b\n main makes i\n main made i\n main makes c\n main made c\n main makes j\n main made j\n main sleeps",
                    StringComparison.Ordinal
                )
                    + "#1 x logs\n #1 x computes\n #2 b starts\n #2 b computes\n #3 c starts\n #3 c computes\n @5 #1 x computed\n #1 x returns\n #2 b computed\n #2 b returns\n"
                    + "#3 c computed\n #3 c returns\n #2 a starts\n #2 a logs\n #2 a returns\n "
                    + Ended,
                workers: 2
            ),
            1
        );

    [Fact]
    public void Task_may_wait_while_the_pool_has_no_thread_left() =>
        RuleCheck.Passes(
            "BLOCK-04",
            TraceText.Lazy(
                $"j = blocking {{ compute 9 }}\n{Holder}",
                Spawned.Replace(
                    "main makes x\n",
                    "main makes j\n main made j\n #4 j starts\n #4 j computes\n main makes x\n",
                    StringComparison.Ordinal
                )
                    + "#1 x logs\n #1 x computes\n @5 #1 x computed\n #1 x returns\n #1 a starts\n #1 a logs\n #1 a returns\n @9 #4 j computed\n #4 j returns\n "
                    + Ended,
                workers: 2
            ),
            1
        );

    [Fact]
    public void Refusal_where_there_are_workers_fails() =>
        RuleCheck.Fails(
            "BLOCK-04",
            Trace("#1 x panics in-place without workers\n #1 a starts\n #1 a logs\n #1 a returns\n "),
            "\"x\" was refused to block in place; expected a runtime with workers to hand one over."
        );

    [Fact]
    public void Panic_where_there_are_no_workers_passes() =>
        RuleCheck.Passes(
            "BLOCK-04",
            TraceText.Lazy("in-place { log \"held\" }", "main starts\n main panics in-place without workers", ending: Ending.Failed),
            1
        );

    [Fact]
    public void Going_on_where_there_are_no_workers_fails() =>
        RuleCheck.Fails(
            "BLOCK-04",
            TraceText.Lazy("in-place { log \"held\" }", "main starts\n main logs\n main returns"),
            "\"main\" went on in place on the only thread there is; expected in-place to panic there."
        );

    [Fact]
    public void Job_that_drives_may_block_in_place() =>
        RuleCheck.DoesNotTrigger(
            "BLOCK-04",
            TraceText.Lazy(
                "x = async { in-place { log \"held\" } }\nj = blocking { block-on x }\nawait j",
                "main starts\n main makes x\n main made x\n main makes j\n main made j\n main awaits j\n"
                    + "#1 j starts\n #1 j drives x\n #1 x starts\n #1 x logs\n #1 x returns\n #1 j drove x\n #1 j returns\n main got j\n main returns"
            )
        );

    private static Trace Trace(string events) => TraceText.Lazy(Holder, Spawned + events + Ended, workers: 2);
}
