using Xunit;
using Xunit.Sdk;

namespace Conformance.Xunit;

/// <summary>Marks the method of a <see cref="ConformanceSuite{TCampaign}"/> that becomes one test for each rule that applies.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conformance.Xunit.RuleDiscoverer", "Conformance.Xunit")]
public sealed class RuleFactAttribute : FactAttribute;

/// <summary>Marks the method of a <see cref="ConformanceSuite{TCampaign}"/> that becomes one test for each litmus test of the runtime's family.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conformance.Xunit.LitmusDiscoverer", "Conformance.Xunit")]
public sealed class LitmusFactAttribute : FactAttribute;

/// <summary>Marks a method of a <see cref="ConformanceSuite{TCampaign}"/> that is one test of the suite as a whole.</summary>
/// <param name="title">What it tests; its name after the runtime's.</param>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conformance.Xunit.SuiteDiscoverer", "Conformance.Xunit")]
public sealed class SuiteFactAttribute(string title) : FactAttribute
{
    /// <summary>What it tests.</summary>
    public string Title => title;
}
