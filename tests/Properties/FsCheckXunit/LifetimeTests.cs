using Conformance.Tests.Properties.FsCheckXunit.Samples;
using FsCheck.Xunit;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Tests.Properties.FsCheckXunit;

public sealed class LifetimeTests : IAsyncLifetime
{
    private bool initialized;

    public async Task InitializeAsync()
    {
        await Task.Yield();
        initialized = true;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Property]
    public async Task<bool> Asynchronous_property_runs_after_asynchronous_initialization(int _)
    {
        await Task.Yield();
        return initialized;
    }

    [Fact]
    public async Task One_instance_serves_all_cases_and_is_disposed_asynchronously()
    {
        List<string> log = [];
        using var run = await SampleRun.Of(typeof(LifetimeSample), nameof(LifetimeSample.Holds), log);
        Assert.IsAssignableFrom<ITestPassed>(run.Result);
        Assert.Equal(["initialized", "case", "case", "disposed"], log);
    }

    [Fact]
    public async Task Instance_of_a_failed_property_is_disposed_too()
    {
        List<string> log = [];
        using var run = await SampleRun.Of(typeof(LifetimeSample), nameof(LifetimeSample.Fails), log);
        Assert.IsAssignableFrom<ITestFailed>(run.Result);
        Assert.Equal("initialized", log[0]);
        Assert.Equal("disposed", log[^1]);
        Assert.All(log[1..^1], entry => Assert.Equal("case", entry));
    }

    [Fact]
    public async Task Asynchronous_property_ends_where_xunit_has_one_thread_only()
    {
        var oneThread = new MaxConcurrencySyncContext(1);
        var started = new TaskCompletionSource<Task<SampleRun>>();
        oneThread.Post(
            _ => started.SetResult(SampleRun.Of(typeof(LifetimeSample), nameof(LifetimeSample.Holds), new List<string>())),
            state: null
        );
        // Not disposed of unless the property ends, for disposal waits for the thread; the limit only turns a deadlock into a failure.
        using var run = await started.Task.Unwrap().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.IsAssignableFrom<ITestPassed>(run.Result);
        oneThread.Dispose();
    }
}
