namespace Conformance.Reference.EventLoop;

/// <summary>A run took more steps than <see cref="EventLoop.StepLimit"/>: it never ends, or the limit is too low for it.</summary>
/// <param name="limit">The limit.</param>
public sealed class StepLimitException(long limit)
    : Exception($"The loop took {limit} steps and still has work: the program never ends, or EventLoop.StepLimit is too low for it.");
