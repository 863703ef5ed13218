namespace Conformance.Spec.Programs;

/// <summary>What a name stands for, while a program is checked.</summary>
/// <param name="name">The name.</param>
/// <param name="role">Whether it is a computation, a counter or a variable.</param>
/// <param name="kind">What a computation is.</param>
/// <param name="owner">The body it is defined in.</param>
internal sealed class Symbol(string name, SymbolRole role, ComputationKind kind, Body owner)
{
    public string Name => name;

    public SymbolRole Role => role;

    public ComputationKind Kind => kind;

    /// <summary>Whether the name is known here.</summary>
    public bool Visible { get; set; } = true;

    /// <summary>Whether the definition's own body is being checked.</summary>
    public bool Making { get; set; }

    /// <summary>The body that owns a lazy computation: where it is made, until another body uses it and so takes it along.</summary>
    public Body Owner { get; set; } = owner;

    /// <summary>The word of the statement that used up a lazy computation, or null.</summary>
    public string? UsedUpBy { get; set; }

    /// <summary>Whether <c>await &amp;x</c> may have begun it.</summary>
    public bool WasLent { get; set; }

    /// <summary>As a message describes it.</summary>
    public string Description =>
        role switch
        {
            SymbolRole.Counter => "a counter",
            SymbolRole.Variable => "a variable",
            _ => Kinds.Describe(kind),
        };
}

/// <summary>The sorts of names.</summary>
internal enum SymbolRole
{
    /// <summary>Made by a definition.</summary>
    Computation,

    /// <summary>Made by <c>let</c>.</summary>
    Counter,

    /// <summary>A binding, an error's name or a parameter: set once.</summary>
    Variable,

    /// <summary>Of a statement that may not stand where it stands.</summary>
    Refused,
}
