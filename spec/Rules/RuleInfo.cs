namespace Conformance.Spec.Rules;

/// <summary>What the document, the command line and the report say of a rule.</summary>
public sealed record RuleInfo
{
    /// <summary>Its id, stable and never reused: <c>EAGER-01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A short name for tables.</summary>
    public required string Title { get; init; }

    /// <summary>How binding it is.</summary>
    public Level Level { get; init; } = Level.Must;

    /// <summary>Whose rule it is.</summary>
    public required Family Family { get; init; }

    /// <summary>The chapter of the document.</summary>
    public required string Chapter { get; init; }

    /// <summary>The normative sentence.</summary>
    public required string Text { get; init; }

    /// <summary>When the rule is tested at all: what is counted as a trigger.</summary>
    public required string Trigger { get; init; }

    /// <summary>Article sentences and primary sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether it speaks of an order that is current behaviour, not promised: it is tested at <see cref="Strictness.Strict"/> only. Default false.</summary>
    public bool Observed { get; init; }

    /// <summary>Why no trace can show it, for a rule that is checked elsewhere, by a compiler for instance; null when traces are checked.</summary>
    public string? Untestable { get; init; }

    /// <summary>Whether traces are checked against it; true by default.</summary>
    public bool Testable => Untestable is null;

    /// <summary>The names of the litmus files that show it.</summary>
    public required IReadOnlyList<string> Litmus { get; init; }

    /// <summary>The names of the wrong runtimes that it must fail.</summary>
    public required IReadOnlyList<string> Mutants { get; init; }
}
