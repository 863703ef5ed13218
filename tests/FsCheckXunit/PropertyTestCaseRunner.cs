using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

// xunit's chain is kept link by link, because each link does its part for every test:
// fixtures and skipping in the case, output in the test, construction, IAsyncLifetime and disposal in the invoker.

internal sealed class PropertyTestCaseRunner(
    IXunitTestCase testCase,
    string displayName,
    string skipReason,
    object[] constructorArguments,
    object[] testMethodArguments,
    IMessageBus messageBus,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellation
) : XunitTestCaseRunner(testCase, displayName, skipReason, constructorArguments, testMethodArguments, messageBus, aggregator, cancellation)
{
    protected override XunitTestRunner CreateTestRunner(
        ITest test,
        IMessageBus messageBus,
        Type testClass,
        object[] constructorArguments,
        MethodInfo testMethod,
        object[] testMethodArguments,
        string skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource
    ) =>
        new PropertyTestRunner(
            test,
            messageBus,
            testClass,
            constructorArguments,
            testMethod,
            testMethodArguments,
            skipReason,
            beforeAfterAttributes,
            aggregator,
            cancellationTokenSource
        );
}

internal sealed class PropertyTestRunner(
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    object[] testMethodArguments,
    string skipReason,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellation
)
    : XunitTestRunner(
        test,
        messageBus,
        testClass,
        constructorArguments,
        testMethod,
        testMethodArguments,
        skipReason,
        beforeAfterAttributes,
        aggregator,
        cancellation
    )
{
    private readonly PropertyReport report = new();

    protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
    {
        var (time, output) = await base.InvokeTestAsync(aggregator);
        return Tuple.Create(time, output + report.Output);
    }

    protected override Task<decimal> InvokeTestMethodAsync(ExceptionAggregator aggregator) =>
        new PropertyTestInvoker(
            report,
            Test,
            MessageBus,
            TestClass,
            ConstructorArguments,
            TestMethod,
            BeforeAfterAttributes,
            aggregator,
            CancellationTokenSource
        ).RunAsync();
}

internal sealed class PropertyTestInvoker(
    PropertyReport report,
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellation
)
    : XunitTestInvoker(
        test,
        messageBus,
        testClass,
        constructorArguments,
        testMethod,
        // xunit compares their number with the parameters' before it lets us call the method.
        new object[testMethod.GetParameters().Length],
        beforeAfterAttributes,
        aggregator,
        cancellation
    )
{
    // FsCheck blocks on the tasks of asynchronous properties, whose continuations may need the thread xunit called us on.
    protected override object CallTestMethod(object testClassInstance) =>
        Task.Run(() => PropertyCheck.Run(PropertySettings.Of(TestClass, TestMethod), TestMethod, testClassInstance, report));
}
