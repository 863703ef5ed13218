using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>How far an execution on the machine's clock fell behind one in which nothing but waiting and computing takes time.</summary>
internal static class Lateness
{
    /// <summary>The sum of all time, in the clock's units, that passed after something was due, while code was to run on, or while nothing was awaited.</summary>
    public static long Of(Trace trace)
    {
        // When each body goes on by the clock alone, and when sleeps end that perhaps nobody awaits.
        var due = new long[trace.Code.Computations.Length];
        var sleeps = new List<long>();
        Array.Fill(due, long.MaxValue);
        var late = 0L;
        var last = 0L;
        var isRunning = false;
        foreach (ref readonly var item in trace.Events)
        {
            if (item.Time > last)
                late += item.Time - (isRunning ? last : Expected(due, sleeps, last, item.Time));
            last = item.Time;
            isRunning = item.Kind is EventKind.Started or EventKind.Resumed or EventKind.Log or EventKind.Created or EventKind.ComputeEnd;
            due[item.Computation] = long.MaxValue;
            switch (item.Kind)
            {
                case EventKind.Awaiting
                or EventKind.ComputeBegin
                    when trace.Code.Instructions[item.Site] is { Op: Op.Sleep or Op.Timeout or Op.Compute, Number: var duration }:
                    due[item.Computation] = item.Time + duration;
                    break;
                case EventKind.Creating
                    when trace.Code.Computations[item.Subject] is { Kind: ComputationKind.Sleep or ComputationKind.Echo } sleep:
                    sleeps.Add(item.Time + sleep.Duration);
                    break;
                case EventKind.Creating when trace.Code.Computations[item.Subject] is { Kind: ComputationKind.Timer } timer:
                    due[item.Subject] = item.Time + timer.Duration;
                    break;
            }
        }

        return late;
    }

    // When the clock should have moved to, after the last event and before this one.
    private static long Expected(long[] due, List<long> sleeps, long last, long now)
    {
        var first = due.Where(time => time > last).Append(long.MaxValue).Min();
        return first <= now ? first : sleeps.Where(time => time > last && time <= now).Append(last).Max();
    }
}
