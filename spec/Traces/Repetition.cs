using System.Runtime.InteropServices;

namespace Conformance.Spec.Traces;

/// <summary>A stretch of a trace in which the same few events come again and again, such as the polls of a probe that wakes its task each time.</summary>
/// <param name="First">The index of the first event that repeats what came before it.</param>
/// <param name="Cycle">How many events repeat.</param>
/// <param name="Times">How often they do.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Repetition(int First, int Cycle, int Times)
{
    // A body that polls, wakes and logs in a turn of its loop; longer cycles say something each time.
    private const int LongestCycle = 8;
    private const int FewestEvents = 12;

    /// <summary>The index of the first event behind it.</summary>
    public int End => First + (Cycle * Times);

    /// <summary>The repetition, long enough to be worth a line of its own, of the events that begin at an index; null when they do not repeat.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="at">The index of the first of the events that may repeat.</param>
    /// <param name="before">The index of an event that may not be part of it, or -1.</param>
    public static Repetition? At(Trace trace, int at, int before)
    {
        var limit = before >= at ? before : trace.Count;
        for (var cycle = 1; cycle <= LongestCycle; cycle++)
        {
            var alike = 0;
            while (at + cycle + alike < limit && IsAlike(in trace[at + alike], in trace[at + cycle + alike]))
                alike++;
            var times = alike / cycle;
            if (times * cycle >= FewestEvents)
                return new Repetition(at + cycle, cycle, times);
        }

        return null;
    }

    // The number of a poll is one more each time.
    private static bool IsAlike(in Event one, in Event other) =>
        one.Kind == other.Kind
        && one.Outcome == other.Outcome
        && one.Thread == other.Thread
        && one.Computation == other.Computation
        && one.Subject == other.Subject
        && one.Site == other.Site
        && one.Time == other.Time
        && (one.Kind is EventKind.PollBegin or EventKind.PollEnd || one.Value == other.Value);
}
