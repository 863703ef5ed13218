using System.Text;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>What FsCheck says while it checks a property: the text for the test's output, and the result.</summary>
internal sealed class PropertyReport : IRunner
{
    private readonly StringBuilder output = new();

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public TestResult? Result { get; private set; }

    public void OnStartFixture(Type t) { }

    public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
        Write(every.Invoke(ntest).Invoke(args));

    public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) => Write(everyShrink.Invoke(args));

    public void OnFinished(string name, TestResult testResult) => Result = testResult;

    public void WriteResult() => Write(FailureText.Of(Result!));

    // Cases of one property may run in parallel.
    private void Write(string text)
    {
        lock (output)
        {
            output.Append(text);
        }
    }
}
