namespace Conformance.Implementations.Protocol;

/// <summary>An adapter broke the protocol, crashed or hung; the message says how, in a sentence.</summary>
public sealed class AdapterFaultException(string message) : Exception(message);
