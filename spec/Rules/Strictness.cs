namespace Conformance.Spec.Rules;

/// <summary>Whether orders count that Node.js or Tokio show today but that nobody promises.</summary>
public enum Strictness
{
    /// <summary>Only what every runtime of the family has to do: code that relies on it can be ported.</summary>
    Portable,

    /// <summary>Also what is current behaviour of the family's model, under the runtime's own schedule.</summary>
    Strict,
}
