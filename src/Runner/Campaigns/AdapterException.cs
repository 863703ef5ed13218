namespace Conformance.Runner.Campaigns;

/// <summary>An adapter failed, so nothing can be said of its runtime.</summary>
public sealed class AdapterException(string message) : Exception(message);
