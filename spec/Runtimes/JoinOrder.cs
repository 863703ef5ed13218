namespace Conformance.Spec.Runtimes;

/// <summary>In which order a join polls its children after the first time.</summary>
public enum JoinOrder
{
    /// <summary>Nothing is known of it.</summary>
    Unspecified,

    /// <summary>In declared order each time (<c>futures::join!</c>).</summary>
    Declared,

    /// <summary>Each time beginning with the next child (<c>tokio::join!</c> since 1.19).</summary>
    Rotating,
}
