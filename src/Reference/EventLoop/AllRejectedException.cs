namespace Conformance.Reference.EventLoop;

/// <summary>Every input of <see cref="Promise.Any{T}"/> was rejected (ECMA-262, AggregateError).</summary>
/// <param name="errors">The reasons, by position of the input.</param>
public sealed class AllRejectedException(IReadOnlyList<Exception> errors) : Exception($"All {errors.Count} promises were rejected.")
{
    /// <summary>The reasons, by position of the input.</summary>
    public IReadOnlyList<Exception> Errors { get; } = errors;
}
