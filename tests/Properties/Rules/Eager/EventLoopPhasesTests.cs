using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class EventLoopPhasesTests
{
    private const string Both = "m = microtask { }\nk = next-tick { }";
    private const string Between = "m = microtask { k = next-tick { } }\nn = microtask { }";
    private const string TwoTimers = "t = timer 5 { m = microtask { } }\nu = timer 5 { }";
    private const string Timers =
        "main starts\n main makes t\n main made t\n main makes u\n main made u\n main returns\n @5 t starts\n t makes m\n t made m\n t returns\n";

    [Fact]
    public void Tick_before_the_job_passes() => RuleCheck.Passes("LOOP-01", Queued("k starts\n k returns\n m starts\n m returns"), 1);

    [Fact]
    public void Job_before_the_tick_fails() =>
        RuleCheck.Fails(
            "LOOP-01",
            Queued("m starts\n m returns\n k starts\n k returns"),
            "The microtask \"m\" ran before the next-tick \"k\"; expected the whole next-tick queue to run before the promise jobs."
        );

    [Fact]
    public void Tick_of_a_job_after_all_jobs_passes() =>
        RuleCheck.Passes("LOOP-01", Drained("n starts\n n returns\n k starts\n k returns"), 1);

    [Fact]
    public void Tick_of_a_job_among_the_jobs_fails() =>
        RuleCheck.Fails(
            "LOOP-01",
            Drained("k starts\n k returns\n n starts\n n returns"),
            "The next-tick \"k\" ran before the microtask \"n\"; expected all promise jobs to run first, for a drain of them had begun."
        );

    [Fact]
    public void Tick_alone_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-01",
            TraceText.Parse("k = next-tick { }", "main starts\n main makes k\n main made k\n main returns\n k starts\n k returns")
        );

    [Fact]
    public void Drained_between_timers_passes() =>
        RuleCheck.Passes("LOOP-03", TraceText.Parse(TwoTimers, $"{Timers} m starts\n m returns\n u starts\n u returns"), 1);

    [Fact]
    public void Drained_after_the_phase_fails() =>
        RuleCheck.Fails(
            "LOOP-03",
            TraceText.Parse(TwoTimers, $"{Timers} u starts\n u returns\n m starts\n m returns"),
            "\"u\" began after \"t\" while the microtask \"m\" was still queued; expected the queues to be drained between callbacks."
        );

    [Fact]
    public void Timers_without_jobs_do_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-03",
            TraceText.Parse(
                "t = timer 5 { }\nu = timer 5 { }",
                "main starts\n main makes t\n main made t\n main makes u\n main made u\n main returns\n @5 t starts\n t returns\n u starts\n u returns"
            )
        );

    private static Trace Queued(string rest) =>
        TraceText.Parse(Both, $"main starts\n main makes m\n main made m\n main makes k\n main made k\n main returns\n {rest}");

    private static Trace Drained(string rest) =>
        TraceText.Parse(
            Between,
            $"main starts\n main makes m\n main made m\n main makes n\n main made n\n main returns\n m starts\n m makes k\n m made k\n m returns\n {rest}"
        );
}
