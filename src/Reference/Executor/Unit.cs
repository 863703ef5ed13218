namespace Conformance.Reference.Executor;

/// <summary>The value of a future that has none.</summary>
public readonly record struct Unit;
