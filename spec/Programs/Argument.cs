namespace Conformance.Spec.Programs;

/// <summary>Where an argument comes from.</summary>
public enum ArgumentKind
{
    /// <summary>Written out.</summary>
    Literal,

    /// <summary>A variable's slot.</summary>
    Variable,

    /// <summary>The runtime's clock.</summary>
    Now,
}

/// <summary>A value an instruction reads.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Literal">The value of a literal.</param>
/// <param name="Variable">The slot of a variable, else -1.</param>
public readonly record struct Argument(ArgumentKind Kind, Value Literal, int Variable);
