namespace Conformance.Spec.Programs;

/// <summary>A program and where its statements stand in the text it was read from.</summary>
/// <param name="Program">The program.</param>
/// <param name="Map">The places.</param>
public sealed record ParsedProgram(Program Program, SourceMap Map);
