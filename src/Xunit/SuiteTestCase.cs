using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Xunit;

/// <summary>A test of a suite, with its own name and traits.</summary>
public sealed class SuiteTestCase : XunitTestCase
{
    private SuiteLabel label = new() { Subject = "", Title = "" };

    /// <summary>For xunit, which fills a case that it has serialized.</summary>
    [Obsolete("Called by the deserializer.")]
    public SuiteTestCase() { }

    internal SuiteTestCase(
        IMessageSink diagnostics,
        TestMethodDisplay display,
        TestMethodDisplayOptions displayOptions,
        ITestMethod testMethod,
        SuiteLabel label
    )
        : base(diagnostics, display, displayOptions, testMethod, [label.Subject]) => this.label = label;

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource
    )
    {
        var check = new SuiteCheck(label.Subject);
        using var bus = new SuiteMessageBus(messageBus, check);
        var runner = new XunitTestCaseRunner(
            this,
            DisplayName,
            SkipReason,
            constructorArguments,
            [check],
            bus,
            aggregator,
            cancellationTokenSource
        );
        var summary = await runner.RunAsync();
        summary.Skipped += bus.Skipped;
        return summary;
    }

    /// <inheritdoc/>
    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(SuiteLabel.Subject), label.Subject);
        data.AddValue(nameof(SuiteLabel.Title), label.Title);
        data.AddValue(nameof(SuiteLabel.Runtime), label.Runtime);
        data.AddValue(nameof(SuiteLabel.Litmus), label.Litmus);
        data.AddValue(nameof(SuiteLabel.Rules), label.Rules);
    }

    /// <inheritdoc/>
    public override void Deserialize(IXunitSerializationInfo data)
    {
        base.Deserialize(data);
        label = new SuiteLabel
        {
            Subject = data.GetValue<string>(nameof(SuiteLabel.Subject)),
            Title = data.GetValue<string>(nameof(SuiteLabel.Title)),
            Runtime = data.GetValue<string>(nameof(SuiteLabel.Runtime)),
            Litmus = data.GetValue<string>(nameof(SuiteLabel.Litmus)),
            Rules = data.GetValue<string[]>(nameof(SuiteLabel.Rules)),
        };
    }

    /// <inheritdoc/>
    protected override void Initialize()
    {
        base.Initialize();
        DisplayName = $"{label.Runtime} {label.Title}";
        Traits.Add("Runtime", [label.Runtime]);
        if (label.Rules.Length > 0)
            Traits.Add("Rule", [.. label.Rules]);
        if (label.Litmus.Length > 0)
            Traits.Add("Litmus", [label.Litmus]);
    }
}
