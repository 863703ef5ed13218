namespace Conformance.Xunit;

/// <summary>A runtime does not conform, or its adapter failed; the message is all there is to say.</summary>
public sealed class ConformanceException(string message) : Exception(message);
