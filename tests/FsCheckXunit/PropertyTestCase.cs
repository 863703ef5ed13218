using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>The test case of a property: xunit's own in all but the way the method is called.</summary>
public sealed class PropertyTestCase : XunitTestCase
{
    /// <summary>For xunit, which fills a case that it has serialized.</summary>
    [Obsolete("Called by the deserializer.")]
    public PropertyTestCase() { }

    internal PropertyTestCase(
        IMessageSink diagnostics,
        TestMethodDisplay display,
        TestMethodDisplayOptions displayOptions,
        ITestMethod testMethod
    )
        : base(diagnostics, display, displayOptions, testMethod) { }

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource
    ) =>
        new PropertyTestCaseRunner(
            this,
            DisplayName,
            SkipReason,
            constructorArguments,
            TestMethodArguments,
            messageBus,
            aggregator,
            cancellationTokenSource
        ).RunAsync();
}
