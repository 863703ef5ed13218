using FsCheck.Xunit;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Tests.Properties.FsCheckXunit;

/// <summary>Runs one property of a sample class as xunit does, and keeps what it reports.</summary>
internal sealed class SampleRun : LongLivedMarshalByRefObject, IMessageBus
{
    private readonly List<IMessageSinkMessage> messages = [];

    public ITestResultMessage Result => messages.OfType<ITestResultMessage>().Single();

    public string Failure => string.Join('\n', Assert.IsAssignableFrom<ITestFailed>(Result).Messages);

    public static async Task<SampleRun> Of(Type testClass, string method, params object[] constructorArguments)
    {
        var run = new SampleRun();
        var assembly = new TestAssembly(Reflector.Wrap(testClass.Assembly));
        var collection = new TestCollection(assembly, collectionDefinition: null, displayName: "samples");
        var testMethod = new TestMethod(new TestClass(collection, Reflector.Wrap(testClass)), Reflector.Wrap(testClass.GetMethod(method)!));
        var diagnostics = new NullMessageSink();
        using var cancellation = new CancellationTokenSource();
        var testCase = new PropertyTestCase(diagnostics, TestMethodDisplay.Method, TestMethodDisplayOptions.None, testMethod);
        await testCase.RunAsync(diagnostics, run, constructorArguments, new ExceptionAggregator(), cancellation);
        return run;
    }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        messages.Add(message);
        return true;
    }

    public void Dispose() => messages.Clear();
}
