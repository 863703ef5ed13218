using System.Reflection;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>Checks one property under its settings.</summary>
internal static class PropertyCheck
{
    /// <exception cref="PropertyFailedException">The property does not hold, or its arguments were exhausted.</exception>
    /// <exception cref="FormatException">The replay text is malformed.</exception>
    public static void Run(PropertySettings settings, MethodInfo method, object? target, PropertyReport report)
    {
        var config = settings.ToConfig(report);
        Check.Method(config, method, target is null ? FSharpOption<object>.None : FSharpOption<object>.Some(target));
        switch (report.Result)
        {
            case TestResult.Passed:
                if (!config.QuietOnSuccess)
                {
                    report.WriteResult();
                }
                break;
            case TestResult.Failed failed:
                throw new PropertyFailedException(FailureText.Of(failed), FailureText.StackOf(failed));
            case { } exhausted:
                throw new PropertyFailedException(FailureText.Of(exhausted), stackTrace: null);
            default:
                throw new InvalidOperationException($"FsCheck ended property \"{method.Name}\" without a result.");
        }
    }
}
