using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>The text of a property's result: what FsCheck says, with whole arguments, the reader's own frames only and the line that runs it again.</summary>
internal static class FailureText
{
    private static readonly string[] ForeignFrames =
    [
        "FsCheck.",
        "Microsoft.FSharp.",
        "System.Reflection.",
        "System.RuntimeMethodHandle.",
        "System.Lazy`1.",
        "<StartupCode$FSharp-Core>.",
        "InvokeStub_",
        "System.Runtime.ExceptionServices.",
        "System.Runtime.CompilerServices.TaskAwaiter",
        "System.Threading.Tasks.",
    ];

    public static string Of(TestResult result)
    {
        var text = Runner.onFinishedToStringWithFormatter(FSharpFunc<object, string>.FromConverter(ArgumentText.Of), "", result);
        var own = string.Join('\n', text.Split('\n').Where(IsOwn).Select(line => line.TrimEnd())).Trim();
        return result is TestResult.Failed failed ? $"\n{own}\n{Again(failed)}" : $"{own}\n";
    }

    public static string? StackOf(TestResult.Failed failed) =>
        failed.Item4 is Outcome.Failed { Item.StackTrace: { } stack } ? string.Join('\n', stack.Split('\n').Where(IsOwn)) : null;

    private static string Again(TestResult.Failed failed) =>
        $"""
            To run the failing case alone: [Property(Replay = "{ReplayText.Print(failed.Item6, failed.Item7)}")]
            To run all cases again:        [Property(Replay = "{ReplayText.Print(failed.Item5)}")]
            """;

    private static bool IsOwn(string line)
    {
        var frame = line.AsSpan().TrimStart();
        if (frame.StartsWith("--- End of stack trace", StringComparison.Ordinal))
        {
            return false;
        }
        return !frame.StartsWith("at ", StringComparison.Ordinal) || !IsForeign(frame[3..]);
    }

    private static bool IsForeign(ReadOnlySpan<char> frame)
    {
        foreach (var foreign in ForeignFrames)
        {
            if (frame.StartsWith(foreign, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
