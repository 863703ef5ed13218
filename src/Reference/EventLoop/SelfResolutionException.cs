namespace Conformance.Reference.EventLoop;

/// <summary>A promise was resolved with itself: it could never settle (ECMA-262, Promise Resolve Functions: a TypeError).</summary>
public sealed class SelfResolutionException()
    : Exception("A promise cannot follow itself: resolve it with a value or with another promise.");
