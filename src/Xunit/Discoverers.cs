using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Xunit;

/// <summary>Finds the tests of a suite: it makes the campaign of the test class, which says what its runtime is, but does not run it.</summary>
public abstract class CampaignDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    )
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var displayOptions = discoveryOptions.MethodDisplayOptionsOrDefault();
        try
        {
            var campaign = CampaignOf(testMethod.TestClass.Class.ToRuntimeType());
            if (campaign.Missing is { } reason)
                return [new XunitSkippedDataRowTestCase(diagnostics, display, displayOptions, testMethod, reason)];
            var runtime = campaign.Description.Name;
            return
            [
                .. Labels(campaign, factAttribute)
                    .Select(label => new SuiteTestCase(diagnostics, display, displayOptions, testMethod, label with { Runtime = runtime })),
            ];
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            var cause = broken.GetBaseException();
            return
            [
                new ExecutionErrorTestCase(
                    diagnostics,
                    display,
                    displayOptions,
                    testMethod,
                    $"The campaign of this suite cannot be made: {cause.GetType().Name}: {cause.Message}"
                ),
            ];
        }
    }

    /// <summary>The tests of one method.</summary>
    internal abstract IEnumerable<SuiteLabel> Labels(CampaignFixture campaign, IAttributeInfo attribute);

    private static CampaignFixture CampaignOf(Type suite)
    {
        for (var type = suite; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ConformanceSuite<>))
                return (CampaignFixture)Activator.CreateInstance(type.GetGenericArguments()[0])!;
        }

        throw new InvalidOperationException($"\"{suite.Name}\" is no ConformanceSuite: derive it from one.");
    }
}

/// <summary>A test for each rule that applies to the runtime.</summary>
public sealed class RuleDiscoverer(IMessageSink diagnostics) : CampaignDiscoverer(diagnostics)
{
    internal override IEnumerable<SuiteLabel> Labels(CampaignFixture campaign, IAttributeInfo attribute) =>
        campaign.Rules.Select(rule => new SuiteLabel
        {
            Subject = rule.Id,
            Title = $"{rule.Id} {rule.Title}",
            Rules = [rule.Id],
        });
}

/// <summary>A test for each litmus test of the runtime's family.</summary>
public sealed class LitmusDiscoverer(IMessageSink diagnostics) : CampaignDiscoverer(diagnostics)
{
    internal override IEnumerable<SuiteLabel> Labels(CampaignFixture campaign, IAttributeInfo attribute) =>
        campaign.Litmuses.Select(test => new SuiteLabel
        {
            Subject = test.Name,
            Title = $"litmus {test.Name}",
            Litmus = test.Name,
            Rules = [.. test.Rules],
        });
}

/// <summary>A test of the suite as a whole.</summary>
public sealed class SuiteDiscoverer(IMessageSink diagnostics) : CampaignDiscoverer(diagnostics)
{
    internal override IEnumerable<SuiteLabel> Labels(CampaignFixture campaign, IAttributeInfo attribute)
    {
        var title = attribute.GetNamedArgument<string>(nameof(SuiteFactAttribute.Title));
        return [new SuiteLabel { Subject = title, Title = title }];
    }
}
