using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign counted for one rule on one runtime.</summary>
/// <param name="rule">The rule.</param>
/// <param name="applies">Whether it applies to the runtime.</param>
/// <param name="expected">What the runtime's expectations say of it; null when it is to hold.</param>
public sealed class RuleTally(RuleInfo rule, bool applies, ExpectedFailure? expected = null)
{
    private readonly OrderedDictionary<string, DifferenceKind> differences = new(StringComparer.Ordinal);

    /// <summary>The rule.</summary>
    public RuleInfo Rule => rule;

    /// <summary>Whether it applies to the runtime.</summary>
    public bool Applies => applies;

    /// <summary>Why the runtime does otherwise, as it documents; null when the rule is to hold.</summary>
    public ExpectedFailure? Expected => expected;

    /// <summary>How often it was really tested.</summary>
    public long Triggers { get; internal set; }

    /// <summary>In how many executions it was tested, those among them in which it did not hold.</summary>
    public long Executions { get; internal set; }

    /// <summary>In how many executions it could not be judged: their events left too much open.</summary>
    public long Undecided { get; internal set; }

    /// <summary>In how many executions it did not hold, the documented ones among them.</summary>
    public long Violations { get; internal set; }

    /// <summary>In how many executions it did not hold as documented.</summary>
    public long Documented { get; internal set; }

    /// <summary>What the adapter called unsupported in a litmus test of this rule; null when it refused none.</summary>
    public string? Unsupported { get; internal set; }

    /// <summary>The violations that were made small: the first one.</summary>
    public IList<Finding> Findings { get; } = [];

    /// <summary>The ways in which the documented difference showed, in the order in which they came; of the litmus rule, one for each litmus.</summary>
    public IReadOnlyCollection<DifferenceKind> Differences => differences.Values;

    /// <summary>The verdict so far.</summary>
    /// <param name="adapterWorks">Whether any execution came back well-formed.</param>
    public Verdict Verdict(bool adapterWorks)
    {
        if (!applies)
            return Campaigns.Verdict.NotApplicable;
        if (Violations > Documented)
            return Campaigns.Verdict.Fail;
        if (!adapterWorks)
            return Campaigns.Verdict.Error;
        if (Triggers == 0)
            return Unsupported is null ? Campaigns.Verdict.Vacuous : Campaigns.Verdict.Skipped;
        if (expected is { Flaky: true })
            return Campaigns.Verdict.Flaky;
        if (Documented > 0)
            return Campaigns.Verdict.Differs;
        if (expected is not null)
            return Campaigns.Verdict.UnexpectedPass;
        return rule.Level == Level.May ? Campaigns.Verdict.Observed : Campaigns.Verdict.Pass;
    }

    /// <summary>Counts a violation that is documented.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="found">What makes an example of it.</param>
    internal void Excuse(string kind, Func<Finding> found)
    {
        if (!differences.TryGetValue(kind, out var difference))
            differences.Add(kind, difference = new DifferenceKind(found()));
        difference.Count++;
    }
}
