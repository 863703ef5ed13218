namespace Conformance.Implementations.Interpreting;

/// <summary>The error that a program's <c>throw</c> throws: the only kind of exception that its <c>try</c> catches.</summary>
public sealed class ProgramError(string message) : Exception(message);
