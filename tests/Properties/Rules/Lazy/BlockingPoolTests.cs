using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class BlockingPoolTests
{
    private const string One = "j = blocking { log \"j\" }\nsleep 1";
    private const string Awaited = "j = blocking { return 1 }\nabort j\ntry { await j } catch e { }";
    private const string Queued = "i = blocking { }\nj = blocking { return 1 }\nabort j\ntry { await j } catch e { }";
    private const string Three = "i = blocking { }\nj = blocking { }\nk = blocking { }";
    private const string MadeThree =
        "main starts\n main makes i\n main made i\n main makes j\n main made j\n main makes k\n main made k\n main returns\n";

    private static Trace Job(string events) => TraceText.Lazy(One, "main starts\n main makes j\n main made j\n main sleeps\n" + events);

    private static Trace Abort(string events) => TraceText.Lazy(Awaited, "main starts\n main makes j\n main made j\n" + events);

    [Fact]
    public void Job_on_a_thread_of_its_own_passes() =>
        RuleCheck.Passes("BLOCK-01", Job("#1 j starts\n #1 j logs j\n #1 j returns\n @1 main slept\n main returns"), 2);

    [Fact]
    public void Job_on_the_executors_thread_fails() =>
        RuleCheck.Fails(
            "BLOCK-01",
            Job("j starts\n j logs j\n j returns\n @1 main slept\n main returns"),
            "The blocking job \"j\" ran on thread 0, which runs async code; expected a thread of its own."
        );

    [Fact]
    public void Threads_of_workers_help_with_the_queue_while_the_runtime_shuts_down()
    {
        var trace = TraceText.Lazy(
            "f = async { }\nh = spawn f\n" + Three,
            "main starts\n main makes f\n main made f\n main makes h\n main made h\n #1 f starts\n #1 f returns\n "
                + MadeThree["main starts\n".Length..]
                + "#2 i starts\n #1 j starts\n #3 k starts\n #1 j returns\n #2 i returns\n #3 k returns",
            workers: 2
        );
        RuleCheck.Passes("BLOCK-01", trace, 3);
        RuleCheck.Passes("BLOCK-03", trace, 3);
    }

    [Fact]
    public void Job_that_does_not_start_unawaited_fails() =>
        RuleCheck.Fails(
            "BLOCK-01",
            Job("@1 main slept\n main returns"),
            "The blocking job \"j\" had not started though a thread was free for it; expected it to start without being awaited."
        );

    [Fact]
    public void Program_without_jobs_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("BLOCK-01", TraceText.Lazy("sleep 1", "main starts\n main sleeps\n @1 main slept\n main returns"));

    [Fact]
    public void Started_job_that_runs_to_its_end_after_abort_passes() =>
        RuleCheck.Passes(
            "BLOCK-02",
            Abort("#1 j starts\n main aborts j\n main aborted j\n main awaits j\n #1 j returns 1\n main got j = 1\n main returns"),
            2
        );

    [Fact]
    public void Started_job_whose_handle_is_cancelled_fails() =>
        RuleCheck.Fails(
            "BLOCK-02",
            Abort("#1 j starts\n main aborts j\n main aborted j\n main awaits j\n main got j ! cancelled\n #1 j returns 1\n main returns"),
            "The handle of the blocking job \"j\" gave cancelled though the job had started before the abort; expected its own result when it ends."
        );

    [Fact]
    public void Started_job_that_is_killed_fails() =>
        RuleCheck.Fails(
            "BLOCK-02",
            Abort("#1 j starts\n main aborts j\n #1 j dies\n main aborted j\n main returns"),
            "The started blocking job \"j\" was killed by abort; expected it to run to its end."
        );

    [Fact]
    public void Queued_job_that_starts_after_abort_fails() =>
        RuleCheck.Fails(
            "BLOCK-02",
            Abort("main aborts j\n main aborted j\n #1 j starts\n #1 j returns 1\n main returns"),
            "The blocking job \"j\" started though it had been aborted in the queue; expected it never to run."
        );

    [Fact]
    public void Cancellation_of_a_queued_job_that_shows_too_early_fails() =>
        RuleCheck.Fails(
            "BLOCK-02",
            TraceText.Lazy(
                Queued,
                "main starts\n main makes i\n main made i\n #1 i starts\n main makes j\n main made j\n main aborts j\n main aborted j\n main awaits j\n main got j ! cancelled\n #1 i returns"
            ),
            "The cancellation of the queued blocking job \"j\" showed while every pool thread was busy; expected it when a thread dequeues the job."
        );

    [Fact]
    public void Job_that_nobody_aborts_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("BLOCK-02", Job("#1 j starts\n #1 j logs j\n #1 j returns\n @1 main slept\n main returns"));

    [Fact]
    public void Jobs_in_order_pass() =>
        RuleCheck.Passes(
            "BLOCK-03",
            TraceText.Lazy(Three, MadeThree + "#1 i starts\n #1 i returns\n #1 j starts\n #1 j returns\n #1 k starts\n #1 k returns"),
            2
        );

    [Fact]
    public void Jobs_beyond_the_cap_fail() =>
        RuleCheck.Fails(
            "BLOCK-03",
            TraceText.Lazy(Three, MadeThree + "#1 i starts\n #2 j starts"),
            "2 blocking jobs ran at once when \"j\" started; expected at most 1."
        );

    [Fact]
    public void Jobs_out_of_order_fail() =>
        RuleCheck.Fails(
            "BLOCK-03",
            TraceText.Lazy(Three, MadeThree + "#1 i starts\n #1 i returns\n #1 k starts"),
            "The blocking job \"k\" started before a job that had been submitted earlier; expected the queue to be first in, first out."
        );

    [Fact]
    public void Job_that_finds_a_free_thread_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("BLOCK-03", Job("#1 j starts\n #1 j logs j\n #1 j returns"));

    [Fact]
    public void Job_that_nothing_submitted_is_no_place_in_the_queue() =>
        RuleCheck.Passes("BLOCK-03", TraceText.Lazy(Three, "main starts\n #1 j starts\n #1 j returns\n main returns"), 0);
}
