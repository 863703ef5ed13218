namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign says of a rule on a runtime.</summary>
public enum Verdict
{
    /// <summary>It was tested and held each time.</summary>
    Pass,

    /// <summary>It did not hold.</summary>
    Fail,

    /// <summary>It does not speak about runtimes of this kind.</summary>
    NotApplicable,

    /// <summary>It applies, but the situation it speaks about never occurred: nothing is known, so it is never green.</summary>
    Vacuous,

    /// <summary>It was not asked, with a reason.</summary>
    Skipped,

    /// <summary>A freedom (MAY): how often each behaviour was seen.</summary>
    Observed,

    /// <summary>The adapter failed, so nothing is known.</summary>
    Error,

    /// <summary>The campaign was interrupted before the runtime had run anything.</summary>
    NotRun,

    /// <summary>It did not hold, as the runtime documents.</summary>
    Differs,

    /// <summary>The runtime documents that it holds at times only.</summary>
    Flaky,

    /// <summary>It held each time, although the runtime documents that it does not: one of the two is out of date.</summary>
    UnexpectedPass,
}
