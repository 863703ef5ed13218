namespace FsCheck.Xunit;

/// <summary>Thrown for a property that does not hold. Its stack trace is that of the failing case, without the frames of FsCheck and reflection.</summary>
public sealed class PropertyFailedException(string message, string? stackTrace) : Exception(message)
{
    /// <inheritdoc/>
    public override string? StackTrace => stackTrace;
}
