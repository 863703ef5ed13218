using Conformance.Runner.Campaigns;

namespace Conformance.Runner.Litmuses;

/// <summary>What the model says of one execution.</summary>
/// <param name="IsJudged">Whether it says anything: it speaks about the program and the runtime, and the events leave little enough open.</param>
/// <param name="Rejection">Why it cannot do this; null when it can, or says nothing.</param>
internal readonly record struct ModelJudgement(bool IsJudged, string? Rejection)
{
    /// <summary>Whether the model can do this.</summary>
    public bool IsAccepted => IsJudged && Rejection is null;

    /// <summary>What it says of the last execution of a judge whose one rule is that of the model.</summary>
    public static ModelJudgement Of(Judge judge) =>
        new(
            judge.Checker.Rules.Any(rule => rule.Triggers > 0),
            judge.Checker.Violations.Count > 0 ? judge.Checker.Violations[0].Message : null
        );
}
