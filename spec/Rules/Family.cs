namespace Conformance.Spec.Rules;

/// <summary>Whose rule it is.</summary>
public enum Family
{
    /// <summary>Runtimes with eager promises.</summary>
    Eager,

    /// <summary>Runtimes with lazy futures.</summary>
    Lazy,

    /// <summary>Both.</summary>
    Both,
}
