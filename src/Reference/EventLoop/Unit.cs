namespace Conformance.Reference.EventLoop;

/// <summary>The value of a promise that has none.</summary>
public readonly record struct Unit;
