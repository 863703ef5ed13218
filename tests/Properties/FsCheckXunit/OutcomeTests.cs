using Conformance.Tests.Properties.FsCheckXunit.Samples;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Tests.Properties.FsCheckXunit;

public sealed class OutcomeTests
{
    [Fact]
    public async Task Property_that_holds_passes_and_says_how_often()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.Holds));
        Assert.IsAssignableFrom<ITestPassed>(run.Result);
        Assert.Equal("Ok, passed 100 tests.\n", run.Result.Output);
    }

    [Fact]
    public async Task Labelled_property_that_fails_names_its_label_the_arguments_and_the_replays()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.IsSmall));
        Assert.Equal(
            """

            Falsifiable, after 12 tests (2 shrinks) (3385297418559017864,11434544104642305241).
            Last step was invoked with size of 13 and seed of (7041318651864498632,11620695338476479513).
            Replay directly at failing step with (7041318651864498632,11620695338476479513,13).
            Label of failing property: small
            Original:
            12
            Shrunk:
            10
            with exception:
            System.Exception: Expected true, got false.
            To run the failing case alone: [Property(Replay = "7041318651864498632,11620695338476479513,13")]
            To run all cases again:        [Property(Replay = "3385297418559017864,11434544104642305241")]
            """,
            run.Failure
        );
    }

    [Fact]
    public async Task Exception_shows_whole_arguments_and_only_the_readers_own_frames()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.Throws));
        Assert.Contains("Shrunk:\n([0, 0, 0, 0, 0, 0], \"\")\n", run.Failure);
        Assert.Contains("System.InvalidOperationException: 6 are too many for 0\n", run.Failure);
        var stack = Assert.Single(Assert.IsAssignableFrom<ITestFailed>(run.Result).StackTraces);
        Assert.StartsWith($"   at {typeof(OutcomeSample).FullName}.Throws(Int32[] numbers, String text)", stack);
        Assert.Single(stack.Split('\n'));
        Assert.Single(run.Failure.Split('\n'), line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asynchronous_property_that_fails_is_shrunk_like_any_other()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.IsSmallLater));
        Assert.Contains("Original:\n12\nShrunk:\n10\n", run.Failure);
    }

    [Fact]
    public async Task Precondition_that_rejects_too_many_cases_fails()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.Rejects));
        Assert.Contains("Arguments exhausted after 0 tests.", run.Failure);
    }

    [Fact]
    public async Task Skip_gives_its_reason()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.IsSkipped));
        Assert.Equal("the reason", Assert.IsAssignableFrom<ITestSkipped>(run.Result).Reason);
    }

    [Fact]
    public async Task Verbose_writes_the_arguments_of_each_case()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.IsVerbose));
        Assert.Matches(@"^0:\nPositiveInt \d+\n1:\nPositiveInt \d+\n2:\nPositiveInt \d+\n$", run.Result.Output);
    }
}
