using Conformance.Spec.Litmus;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Litmuses;

/// <summary>The executions of a litmus test that came to one outcome.</summary>
internal sealed class SeenOutcome
{
    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the litmus test forbids none of them.</summary>
    public bool Allowed { get; private set; } = true;

    /// <summary>Whether it judges any of them.</summary>
    public bool Judged { get; private set; }

    /// <summary>Whether the model can do any of them.</summary>
    public bool Accepted { get; private set; }

    /// <summary>What the model says of the first of them that it cannot do; null while there is none.</summary>
    public string? Rejection { get; private set; }

    /// <summary>The schedule of the first that is forbidden; else of the first that the model cannot do; else of the first of all.</summary>
    public Schedule Schedule { get; private set; } = Schedule.Natural;

    /// <summary>Counts one more.</summary>
    public void Add(LitmusVerdict verdict, ModelJudgement model, Schedule schedule)
    {
        var isForbidden = verdict == LitmusVerdict.Forbidden;
        if (Count++ == 0 || (Allowed && (isForbidden || (Rejection is null && model.Rejection is not null))))
            Schedule = schedule;
        Accepted |= model.IsAccepted;
        Rejection ??= model.Rejection;
        Allowed &= !isForbidden;
        Judged |= verdict != LitmusVerdict.NotJudged;
    }
}
