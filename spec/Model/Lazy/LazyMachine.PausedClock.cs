using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// A clock that is paused: who advances it moves it in the middle of a poll; by itself it goes on to the next deadline when nothing
/// can run and no job is queued or runs.
/// </content>
internal sealed partial class LazyMachine
{
    /// <summary>Whether the clock stands still unless somebody advances it.</summary>
    private bool StandsStill => Runtime.Clock == ClockKind.Paused && Outstanding > 0;

    protected override bool? TryMoveClock(long time)
    {
        if (Runtime.Clock != ClockKind.Paused)
            return null;
        var among = AdvancersOnJobs() > 0;
        for (var k = 0; k < Strands && Now < time; k++)
        {
            if (IsAdvancing(k) && (!among || Choose(2) == 1) && !TryFinishAdvance(k))
                return false;
        }

        for (var k = 0; k < Strands && Now < time; k++)
        {
            if (IsAdvancing(k))
                return false;
        }

        _ = SkipAborted();
        return Now < time && !StandsStill ? null : Now == time;
    }

    private Signal PollAdvance(int c, Instruction at)
    {
        if (parts[c].Round > 0)
            return Conclude(c, at, Outcome.Value, Value.Unit);
        JumpTo(Now + at.Number);
        Wake(Context(parts[c].Task, c));
        return Pend(c);
    }

    private int AdvancersOnJobs()
    {
        var count = 0;
        for (var k = 0; k < Strands; k++)
            count += IsJob(k) && IsAdvancing(k) ? 1 : 0;
        return count;
    }

    /// <summary>Whether a task is in a poll that is about to move the clock.</summary>
    private bool IsAdvancing(int k)
    {
        if (tasks[k].Mode != Mode.Polling || !drops.IsEmpty(k))
            return false;
        var c = tasks[k].Current;
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        return body.Life == Life.Running
            && body.Pc < code.Length
            && code[body.Pc] is { Op: Op.Advance, Number: > 0 }
            && body.Stage is 1 or 2
            && parts[c].Round == 0;
    }

    private bool TryFinishAdvance(int k)
    {
        while (IsAdvancing(k))
        {
            if (Proceed(k) is Progress.Emitted or Progress.Blocked)
                return false;
        }

        return true;
    }
}
