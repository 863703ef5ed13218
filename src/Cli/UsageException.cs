namespace Conformance.Cli;

/// <summary>Wrong usage or input, or output that cannot be written: the message says what was found, what was expected and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
