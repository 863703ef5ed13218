namespace Conformance.Spec.Programs;

/// <summary>Something a statement uses: a literal, a name, or the time.</summary>
public abstract record Operand;

/// <summary>A number or a text, written out.</summary>
public sealed record Literal(Value Value) : Operand;

/// <summary>A variable; in <c>return</c> and <c>resolve</c> of the eager dialect also a computation, which is then adopted.</summary>
public sealed record Name(string Text) : Operand;

/// <summary>The runtime's clock, in its units since the program began.</summary>
public sealed record Now : Operand;
