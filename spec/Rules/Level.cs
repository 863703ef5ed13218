namespace Conformance.Spec.Rules;

/// <summary>How binding a rule is, as in RFC 2119.</summary>
public enum Level
{
    /// <summary>A conforming runtime does it.</summary>
    Must,

    /// <summary>A conforming runtime does it unless it says why not.</summary>
    Should,

    /// <summary>A runtime is free; what it does is observed and reported.</summary>
    May,
}
