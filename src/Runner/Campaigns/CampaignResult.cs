using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign found.</summary>
/// <param name="Options">What it was asked to do.</param>
/// <param name="Runtimes">A tally a runtime.</param>
/// <param name="Complete">False when it was interrupted: what is missing was not looked at.</param>
public sealed record CampaignResult(CampaignOptions Options, IReadOnlyList<RuntimeTally> Runtimes, bool Complete)
{
    /// <summary>Every violation, made small.</summary>
    public IEnumerable<Finding> Findings => Runtimes.SelectMany(runtime => runtime.Rules).SelectMany(rule => rule.Findings);

    /// <summary>Whether a rule did not hold somewhere, other than as documented.</summary>
    public bool Violated => Any(Verdict.Fail);

    /// <summary>The documented differences that no longer show: each says that a list is out of date.</summary>
    public IEnumerable<(RuntimeTally Runtime, ExpectedFailure Expected)> UnexpectedPasses =>
        Runtimes.SelectMany(runtime => runtime.UnexpectedPasses.Select(expected => (runtime, expected)));

    /// <summary>The MUST rules that apply to a runtime but were never tested on it.</summary>
    public IEnumerable<(RuntimeTally Runtime, RuleTally Rule)> VacuousMusts =>
        from runtime in Runtimes
        from rule in runtime.Rules
        where rule.Rule.Level == Level.Must && runtime.Verdict(rule) == Verdict.Vacuous
        select (runtime, rule);

    /// <summary>Whether an adapter failed: it broke, or it refused every program.</summary>
    public bool AdapterFailed => Runtimes.Any(runtime => !runtime.AdapterWorks && runtime.Programs > 0);

    private bool Any(Verdict verdict) => Runtimes.Any(runtime => runtime.Rules.Any(rule => runtime.Verdict(rule) == verdict));
}
