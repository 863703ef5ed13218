using Conformance.Tests.Properties.FsCheckXunit.Samples;
using FsCheck.Xunit;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Tests.Properties.FsCheckXunit;

public sealed class CascadeTests
{
    [Fact]
    public void Assembly_setting_reaches_every_property() =>
        Assert.True(Of(typeof(CascadeSample), nameof(CascadeSample.Outer)).QuietOnSuccess);

    [Fact]
    public void Class_setting_reaches_its_properties()
    {
        var settings = Of(typeof(CascadeSample), nameof(CascadeSample.Outer));
        Assert.Equal((20, 3, 30), (settings.MaxTest, settings.StartSize, settings.EndSize));
    }

    [Fact]
    public void Nested_class_overrides_what_it_sets_and_inherits_the_rest()
    {
        var settings = Of(typeof(CascadeSample.Nested), nameof(CascadeSample.Nested.Inner));
        Assert.Equal((7, 3, 40), (settings.MaxTest, settings.StartSize, settings.EndSize));
    }

    [Fact]
    public void Method_overrides_all_levels_even_with_the_default_value()
    {
        var settings = Of(typeof(CascadeSample.Nested), nameof(CascadeSample.Nested.Method));
        Assert.Equal((5, 3, 40, false), (settings.MaxTest, settings.StartSize, settings.EndSize, settings.QuietOnSuccess));
    }

    [Theory]
    [InlineData(typeof(CascadeSample), nameof(CascadeSample.Outer))]
    [InlineData(typeof(CascadeSample.Nested), nameof(CascadeSample.Nested.Inner))]
    [InlineData(typeof(CascadeSample.Nested), nameof(CascadeSample.Nested.Method))]
    public async Task Nearest_arbitrary_generates(Type sample, string method)
    {
        using var run = await SampleRun.Of(sample, method);
        Assert.IsAssignableFrom<ITestPassed>(run.Result);
    }

    [Fact]
    public void Unset_settings_have_the_documented_defaults()
    {
        var attribute = new PropertyAttribute();
        Assert.Equal(
            (100, 1000, 1, 1, 100),
            (attribute.MaxTest, attribute.MaxRejected, attribute.Parallelism, attribute.StartSize, attribute.EndSize)
        );
        Assert.Equal((false, false, null), (attribute.Verbose, attribute.QuietOnSuccess, attribute.Replay));
        Assert.Empty(attribute.Arbitrary);
    }

    private static PropertySettings Of(Type testClass, string method) => PropertySettings.Of(testClass, testClass.GetMethod(method)!);
}
