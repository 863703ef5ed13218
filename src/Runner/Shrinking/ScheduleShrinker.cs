using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Shrinking;

/// <summary>Makes a schedule simple: as many choices as can be become the runtime's own (0), the rest as small as can be.</summary>
public static class ScheduleShrinker
{
    /// <summary>The simplest schedule found that still shows the failure.</summary>
    /// <param name="schedule">A schedule that does.</param>
    /// <param name="fails">Whether a candidate does.</param>
    public static Schedule Shrink(Schedule schedule, Func<Schedule, bool> fails)
    {
        var choices = schedule.Choices.ToArray();
        for (var chunk = choices.Length; chunk >= 1; chunk /= 2)
        {
            for (var start = 0; start < choices.Length; start += chunk)
            {
                var part = choices.AsSpan(start, Math.Min(chunk, choices.Length - start));
                if (!part.ContainsAnyExcept(0))
                    continue;
                var saved = part.ToArray();
                part.Clear();
                if (!fails(Trimmed(choices)))
                    saved.CopyTo(part);
            }
        }

        for (var at = 0; at < choices.Length; at++)
        {
            var original = choices[at];
            for (var smaller = 1; smaller < original; smaller++)
            {
                choices[at] = smaller;
                if (fails(Trimmed(choices)))
                    break;
                choices[at] = original;
            }
        }

        return Trimmed(choices);
    }

    // Missing choices are 0: trailing zeros say nothing.
    private static Schedule Trimmed(int[] choices)
    {
        var length = choices.AsSpan().LastIndexOfAnyExcept(0) + 1;
        return new Schedule(Sequence.Create<int>(choices.AsSpan(0, length)));
    }
}
