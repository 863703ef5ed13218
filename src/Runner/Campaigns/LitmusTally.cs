using Conformance.Spec.Litmus;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign counted for one litmus test on one runtime.</summary>
/// <param name="test">The litmus test.</param>
/// <param name="expected">What the runtime's expectations say of it, by its name or by one of its rules.</param>
public sealed class LitmusTally(LitmusTest test, ExpectedFailure? expected)
{
    /// <summary>The litmus test.</summary>
    public LitmusTest Test => test;

    /// <summary>Why a forbidden outcome is documented; null when none is.</summary>
    public ExpectedFailure? Expected => expected;

    /// <summary>Whether it is listed by its own name, not as flaky, and yet no forbidden outcome came.</summary>
    public bool PassesUnexpectedly => Forbidden == 0 && expected is { Flaky: false } && expected.Names(test);

    /// <summary>In how many executions its outcome was judged.</summary>
    public long Judged { get; internal set; }

    /// <summary>In how many it was forbidden.</summary>
    public long Forbidden { get; internal set; }

    /// <summary>What was said of the first forbidden outcome; empty when there was none.</summary>
    public string Message { get; internal set; } = "";
}
