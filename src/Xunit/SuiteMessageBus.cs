using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Xunit;

/// <summary>Adds what a check said to the result of its test. xunit 2 has no skipping from within a test: a passed test with a reason becomes a skipped one.</summary>
internal sealed class SuiteMessageBus(IMessageBus inner, SuiteCheck check) : IMessageBus
{
    /// <summary>How many tests became skipped.</summary>
    public int Skipped { get; private set; }

    /// <inheritdoc/>
    public bool QueueMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed when check.SkipReason is { } reason:
                Skipped++;
                return inner.QueueMessage(new TestSkipped(passed.Test, reason));
            case ITestPassed passed:
                return inner.QueueMessage(new TestPassed(passed.Test, passed.ExecutionTime, passed.Output + check.Output));
            default:
                return inner.QueueMessage(message);
        }
    }

    // The bus belongs to the run, not to this test.
    /// <inheritdoc/>
    public void Dispose() { }
}
