using Conformance.Spec.Rules;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign counted for one rule on one runtime.</summary>
public sealed class RuleTally(RuleInfo rule, bool applies)
{
    /// <summary>The rule.</summary>
    public RuleInfo Rule => rule;

    /// <summary>Whether it applies to the runtime.</summary>
    public bool Applies => applies;

    /// <summary>How often it was really tested.</summary>
    public long Triggers { get; internal set; }

    /// <summary>In how many executions it was tested.</summary>
    public long Executions { get; internal set; }

    /// <summary>In how many executions it did not hold.</summary>
    public long Violations { get; internal set; }

    /// <summary>What the adapter called unsupported in a litmus test of this rule; null when it refused none.</summary>
    public string? Unsupported { get; internal set; }

    /// <summary>The violations that were made small: the first one.</summary>
    public IList<Finding> Findings { get; } = [];

    /// <summary>The verdict so far.</summary>
    /// <param name="adapterWorks">Whether any execution came back well-formed.</param>
    public Verdict Verdict(bool adapterWorks)
    {
        if (!applies)
            return Campaigns.Verdict.NotApplicable;
        if (Violations > 0)
            return Campaigns.Verdict.Fail;
        if (!adapterWorks)
            return Campaigns.Verdict.Error;
        if (Triggers == 0)
            return Unsupported is null ? Campaigns.Verdict.Vacuous : Campaigns.Verdict.Skipped;
        return rule.Level == Level.May ? Campaigns.Verdict.Observed : Campaigns.Verdict.Pass;
    }
}
