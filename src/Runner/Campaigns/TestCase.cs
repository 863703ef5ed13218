using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;

namespace Conformance.Runner.Campaigns;

/// <summary>One program of a campaign.</summary>
/// <param name="Origin">Where it comes from, for people.</param>
/// <param name="Code">The program.</param>
/// <param name="Litmus">The litmus it is of, if any: then its outcome is judged too.</param>
public sealed record TestCase(string Origin, Code Code, LitmusTest? Litmus)
{
    /// <summary>Why a random program is without something that it would have on another runtime; nothing by default.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
