using FsCheck.Xunit;
using Xunit;

namespace Conformance.Tests.Properties.FsCheckXunit.Samples;

internal sealed class LifetimeSample(List<string> log) : IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await Task.Yield();
        log.Add("initialized");
    }

    [Property(MaxTest = 2)]
    public async Task Holds(int _)
    {
        await Task.Yield();
        log.Add("case");
    }

    [Property(MaxTest = 2)]
    public async Task<bool> Fails(bool _)
    {
        await Task.Yield();
        log.Add("case");
        return false;
    }

    public async Task DisposeAsync()
    {
        await Task.Yield();
        log.Add("disposed");
    }
}
