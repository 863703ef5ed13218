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

    /// <summary>The schedule of the first that is forbidden; of the first of all while none is.</summary>
    public Schedule Schedule { get; private set; } = Schedule.Natural;

    /// <summary>Counts one more.</summary>
    public void Add(LitmusVerdict verdict, Schedule schedule)
    {
        if (Count++ == 0 || (Allowed && verdict == LitmusVerdict.Forbidden))
            Schedule = schedule;
        Allowed &= verdict != LitmusVerdict.Forbidden;
        Judged |= verdict != LitmusVerdict.NotJudged;
    }
}
