using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class ShutdownTests
{
    private const string Task = "a = async { sleep 9 }\nh = spawn a\nsleep 1";
    private const string Until =
        "main starts\n main makes a\n main made a\n main makes h\n main made h\n main sleeps\n a starts\n a sleeps\n @1 main slept\n main returns\n";
    private const string Job = "j = blocking { compute 9 }\nsleep 1";
    private const string JobUntil =
        "main starts\n main makes j\n main made j\n main sleeps\n #1 j starts\n #1 j computes\n @1 main slept\n main returns\n";

    private static Trace Ended(string events) => TraceText.Lazy(Task, Until + events);

    [Fact]
    public void Unfinished_task_that_is_dropped_passes() => RuleCheck.Passes("SHUT-01", Ended("a dies"), 1);

    [Fact]
    public void Unfinished_task_that_is_forgotten_fails() =>
        RuleCheck.Fails(
            "SHUT-01",
            Ended(""),
            "\"a\" was neither finished nor dropped when the runtime had shut down; expected every unfinished task to be dropped."
        );

    [Fact]
    public void Task_that_runs_on_after_main_fails() =>
        RuleCheck.Fails(
            "SHUT-01",
            Ended("@9 a slept\n a returns"),
            "\"a\" ran on after the main body had ended; expected it to be dropped where it was."
        );

    [Fact]
    public void Program_that_ends_with_main_passes() => RuleCheck.Passes("SHUT-02", Ended("a dies"), 1);

    [Fact]
    public void Program_that_waits_for_a_task_fails() =>
        RuleCheck.Fails(
            "SHUT-02",
            Ended("@9 a slept\n a returns"),
            "\"a\" was waited for until 9 though the main body had ended at 1; expected the program to end with its main body."
        );

    [Fact]
    public void Timer_that_is_over_once_its_poll_has_computed_passes() => RuleCheck.Passes("SHUT-02", Computed("@9"), 1);

    [Fact]
    public void Timer_that_is_waited_for_after_its_poll_has_computed_fails() =>
        RuleCheck.Fails(
            "SHUT-02",
            Computed("@10"),
            "\"c\" was waited for until 10 though the main body had ended at 0; expected the program to end with its main body."
        );

    private static Trace Computed(string later) =>
        TraceText.Lazy(
            "a = async {\nb = async { compute 9 }\nc = async { sleep 5 }\njoin c b\n}\nh = spawn a",
            "main starts\n main makes a\n main made a\n main makes h\n main made h\n #1 a starts\n #1 a makes b\n #1 a made b\n "
                + "#1 a makes c\n #1 a made c\n #1 a combines\n #1 c starts\n #1 c sleeps\n #1 b starts\n #1 b computes\n main returns\n "
                + $"@9 #1 b computed\n #1 b returns\n {later} #1 c slept\n #1 c returns\n #1 a combined\n #1 a returns",
            workers: 2
        );

    [Fact]
    public void Started_job_that_ends_passes() =>
        RuleCheck.Passes("BLOCK-05", TraceText.Lazy(Job, JobUntil + "@9 #1 j computed\n #1 j returns"), 1);

    [Fact]
    public void Started_job_that_is_left_behind_fails() =>
        RuleCheck.Fails(
            "BLOCK-05",
            TraceText.Lazy(Job, JobUntil),
            "The blocking job \"j\" had started and had not ended when the runtime had shut down; expected the shutdown to wait for it."
        );
}
