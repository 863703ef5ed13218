using VerifyXunit;
using Xunit;
using static VerifyXunit.Verifier;

namespace Conformance.Tests.Properties.Snapshots;

public sealed class VerifierTests
{
    [Fact]
    public Task Snapshot_of_a_fact() => Verify("one\ntwo");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Snapshot_of_a_theory(int number)
    {
        var settings = new VerifySettings();
        settings.UseTextForParameters($"number={number}");
        return Verify($"number {number}", settings);
    }

    [Fact]
    public async Task Second_snapshot_of_one_name_is_refused()
    {
        await Verify("once");
        var error = await Assert.ThrowsAsync<VerifyException>(() => Verify("once"));
        Assert.Contains("was already checked in this run", error.Message);
    }
}
