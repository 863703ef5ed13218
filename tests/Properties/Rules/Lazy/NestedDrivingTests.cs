using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class NestedDrivingTests
{
    private const string InMain = "x = async { }\nblock-on x";
    private const string InJob = "x = async { }\nj = blocking { block-on x }\nawait j";
    private const string MainDrives = "main starts\n main makes x\n main made x\n main drives x\n ";

    private const string JobDrives =
        "main starts\n main makes x\n main made x\n main makes j\n main made j\n main awaits j\n #1 j starts\n #1 j drives x\n ";

    [Fact]
    public void Body_that_panics_at_a_block_on_passes() =>
        RuleCheck.Passes("RTC-04", TraceText.Lazy(InMain, MainDrives + "main panics block-on inside a task", ending: Ending.Failed), 1);

    [Fact]
    public void Body_that_runs_what_it_drives_fails() =>
        RuleCheck.Fails(
            "RTC-04",
            TraceText.Lazy(InMain, MainDrives + "x starts"),
            "\"x\" ran inside \"main\", a body that is polled; expected block-on to panic there."
        );

    [Fact]
    public void Body_that_goes_on_fails() =>
        RuleCheck.Fails(
            "RTC-04",
            TraceText.Lazy(InMain, MainDrives + "main drove x"),
            "\"main\" went on after a block-on; expected it to panic: a body is polled by the runtime."
        );

    [Fact]
    public void Body_that_ends_otherwise_fails() =>
        RuleCheck.Fails(
            "RTC-04",
            TraceText.Lazy(InMain, MainDrives + "main throws other", ending: Ending.Failed),
            "\"main\" ended with other at a block-on; expected it to panic with \"block-on inside a task\"."
        );

    [Fact]
    public void Body_that_hangs_fails() =>
        RuleCheck.Fails(
            "RTC-04",
            TraceText.Lazy(InMain, MainDrives.TrimEnd(), ending: Ending.Deadlock),
            "\"main\" hung at a block-on; expected it to panic: a body is polled by the runtime."
        );

    [Fact]
    public void Job_that_drives_passes() =>
        RuleCheck.Passes("RTC-04", TraceText.Lazy(InJob, JobDrives + "#1 x starts\n #1 x returns\n #1 j drove x\n #1 j returns"), 1);

    [Fact]
    public void Job_that_may_not_drive_fails() =>
        RuleCheck.Fails(
            "RTC-04",
            TraceText.Lazy(InJob, JobDrives + "#1 j panics block-on inside a task"),
            "\"j\" was not allowed to drive a computation; expected that of a job off the executor."
        );

    [Fact]
    public void Program_that_drives_nothing_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("RTC-04", TraceText.Lazy("x = async { }\nawait x", "main starts\n main makes x\n main made x"));
}
