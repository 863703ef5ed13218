using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Conformance.Reference.Executor;

/// <summary>How a future completed, as data: a value or an error.</summary>
/// <param name="value">The value; ignored when there is an error.</param>
/// <param name="error">The error, or null.</param>
[StructLayout(LayoutKind.Auto)]
public readonly struct Result<T>(T value, Exception? error)
{
    private readonly T value = value;

    /// <summary>What was thrown, or null when there is a value.</summary>
    public Exception? Error { get; } = error;

    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Error is null;

    /// <summary>The value; throws the error when there is none.</summary>
    public T Value
    {
        get
        {
            if (Error is not null)
                ExceptionDispatchInfo.Throw(Error);
            return value;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Error is null ? $"{value}" : $"error {Error.Message}";
}
