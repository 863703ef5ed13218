using Conformance.Runner.Replays;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Litmuses;

/// <summary>What a runtime showed for a litmus test.</summary>
/// <param name="File">The file, or the name of an embedded one.</param>
/// <param name="Name">The litmus.</param>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Outcomes">Every outcome that was seen, then those that were listed or are possible and never were.</param>
/// <param name="NotJudged">Why the runtime's outcomes are not judged, or null when they are.</param>
public sealed record LitmusReport(string File, string Name, string Runtime, IReadOnlyList<OutcomeCount> Outcomes, string? NotJudged)
{
    /// <summary>Whether no outcome was seen that the litmus forbids or that the model cannot come to, and no execution that it cannot do.</summary>
    public bool Ok => !Outcomes.Any(outcome => outcome.IsViolation);

    /// <summary>Whether it was judged and is <see cref="Ok"/>.</summary>
    public bool Conforms => Ok && NotJudged is null;

    /// <summary>Whether nothing can be said of it: it was not judged, and the model has no objection.</summary>
    public bool IsOpen => Ok && NotJudged is not null;

    /// <summary>What may come of the program by the model.</summary>
    public PossibleOutcomes? Possible { get; init; }

    /// <summary>How many executions the model judged: all, unless it does not speak about the program or the runtime, or their events leave too much open.</summary>
    public int JudgedByModel { get; init; }

    /// <summary>How strictly it was judged; strictly by default.</summary>
    public Strictness Level { get; init; } = Strictness.Strict;

    /// <summary>Whether an execution is certain to come again: the runtime is controlled by the schedule.</summary>
    public bool Replayable { get; init; }

    /// <summary>What the runtime's expectations say of it, by its name or by one of its rules; null when it is to conform.</summary>
    public ExpectedFailure? Expected { get; init; }

    /// <summary>Whether it is listed as a difference of its own, not as flaky, was judged and yet conforms.</summary>
    public bool PassesUnexpectedly =>
        Conforms && Expected is { Flaky: false } && Expected.Subject.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether all is as it should be or as the runtime documents.</summary>
    public bool AsExpected => Ok ? !PassesUnexpectedly : Expected is not null;
}

/// <summary>How often an outcome was seen.</summary>
/// <param name="Log">The logged lines.</param>
/// <param name="Ending">How it ended when not by completion, such as <c>deadlock</c>; else empty.</param>
/// <param name="Count">In how many executions; 0 for one that is listed or possible and was never seen.</param>
/// <param name="Allowed">Whether the litmus allows it, or does not speak of such executions.</param>
/// <param name="Possible">Whether the model can come to it; null when its outcomes are not known.</param>
public sealed record OutcomeCount(IReadOnlyList<string> Log, string Ending, int Count, bool Allowed, bool? Possible = null)
{
    /// <summary>Whether it was seen in an execution that the litmus judges: not in one that came too late on the machine's clock, for example.</summary>
    public bool Judged { get; init; }

    /// <summary>What it is to the litmus, to the model and to what was seen.</summary>
    public OutcomeMark Mark { get; init; }

    /// <summary>What the model says of an execution that came to it and that it cannot do; else null.</summary>
    public string? Rejection { get; init; }

    /// <summary>An execution that came to it, where it is a violation; else null.</summary>
    public ReplayToken? Replay { get; init; }

    /// <summary>Whether it was seen and must not come, or not in this way.</summary>
    public bool IsViolation => Count > 0 && (!Allowed || IsBeyondModel);

    /// <summary>Whether the model cannot come to it, or not in a way in which it was seen.</summary>
    public bool IsBeyondModel => Possible == false || Rejection is not null;
}
