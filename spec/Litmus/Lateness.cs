using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>How far an execution on the machine's clock fell behind one in which nothing but waiting and computing takes time.</summary>
internal static class Lateness
{
    /// <summary>The sum of all time, in the clock's units, that passed after a deadline was due or while none was awaited.</summary>
    public static long Of(Trace trace)
    {
        var deadlines = new List<long>();
        var late = 0L;
        var last = 0L;
        foreach (ref readonly var item in trace.Events)
        {
            var due = last;
            foreach (var deadline in deadlines)
            {
                if (deadline <= item.Time)
                    due = Math.Max(due, deadline);
            }

            late += item.Time - due;
            last = item.Time;
            if (item.Site >= 0 && Takes(trace.Code, in item) is { } duration)
                deadlines.Add(item.Time + duration);
        }

        return late;
    }

    private static long? Takes(Code code, in Event item) =>
        item.Kind switch
        {
            EventKind.Awaiting or EventKind.ComputeBegin => code.Instructions[item.Site].Number,
            EventKind.Creating => code.Computations[item.Subject].Duration,
            _ => null,
        };
}
