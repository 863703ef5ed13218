namespace Conformance.Spec.Programs;

/// <summary>The blocks that statements hold.</summary>
public static class Nested
{
    /// <summary>The block of a statement, or null when it has none; of a <c>try</c>, the tried block.</summary>
    public static Sequence<Statement>? Body(Statement statement) =>
        statement switch
        {
            Async made => made.Body,
            Blocking made => made.Body,
            Worker made => made.Body,
            OnMessage made => made.Body,
            Try attempt => attempt.Body,
            Defer defer => defer.Body,
            InPlace inPlace => inPlace.Body,
            SelectBlock select => select.Body,
            MakePromise made => made.Body,
            Then made => made.Body,
            Catch made => made.Body,
            Finally made => made.Body,
            Callback made => made.Body,
            Listen made => made.Body,
            OnUncaught made => made.Body,
            _ => null,
        };
}
