namespace Conformance.Spec.Programs;

/// <summary>A small async program as data: what a runtime is asked to run.</summary>
/// <param name="Dialect">The family whose statements it may use.</param>
/// <param name="Body">The main body. Every program ends: there are no loops.</param>
/// <param name="Module">Whether the main body is that of an ES module, <c>program eager module { … }</c>, and not of a script.</param>
public sealed record Program(Dialect Dialect, Sequence<Statement> Body, bool Module = false);
