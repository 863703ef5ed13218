using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>What a trace says of one promise's end.</summary>
/// <param name="LockedAt">The event from which on resolve and reject have no effect any more, or -1.</param>
/// <param name="SettledAt">The event at which it settles, or -1 when that is later than being locked in, or unknown.</param>
/// <param name="IgnoredAt">The first later attempt to end it in another way, or -1.</param>
/// <param name="Follows">The promise it was locked in to, or -1.</param>
/// <param name="Root">The promise at the end of the chain of those it follows, once it was asked for, or -1.</param>
/// <param name="Itself">Whether it was resolved with itself.</param>
/// <param name="Outcome">How it ends; none when unknown.</param>
/// <param name="Value">With what.</param>
internal readonly record struct Settlement(
    int LockedAt,
    int SettledAt,
    int IgnoredAt,
    int Follows,
    int Root,
    bool Itself,
    Outcome Outcome,
    Value Value
)
{
    /// <summary>Nothing is known yet.</summary>
    public static Settlement Open => new(-1, -1, -1, -1, -1, false, Outcome.None, Value.Unit);
}
