using System.Diagnostics;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Litmuses;

/// <summary>What the model says may come of a program on a runtime, whatever its choices.</summary>
/// <param name="All">Every possible outcome; null when they are not known.</param>
/// <param name="WhyNot">Why they are not known; empty when they are.</param>
/// <param name="Configurations">How many configurations of the model were visited.</param>
/// <param name="Time">How long that took.</param>
public sealed record PossibleOutcomes(IReadOnlySet<Observed>? All, string WhyNot, int Configurations, TimeSpan Time)
{
    /// <summary>After how many configurations an enumeration gives up, when nothing else is said.</summary>
    public const int DefaultLimit = 40_000;

    /// <summary>Enumerates them.</summary>
    /// <param name="code">The program.</param>
    /// <param name="runtime">The runtime: its family, clock, workers and pool count.</param>
    /// <param name="limit">After how many configurations to give up; 0 not to begin.</param>
    public static PossibleOutcomes Of(Code code, RuntimeDescription runtime, int limit = DefaultLimit)
    {
        if (limit == 0)
            return Unknown("nothing was to be enumerated");
        if (!Enumeration.Covers(runtime))
            return Unknown(
                runtime.Clock == ClockKind.Paused
                    ? "the clock is paused, and the model enumerates on such a one for one lazy worker only"
                    : "the clock is the machine's, and the model enumerates on an exact one only"
            );
        if (ModelChecker.Beyond(code) is { } unknown)
            return Unknown($"the model does not know {unknown}");
        var watch = Stopwatch.StartNew();
        var found = Enumeration.Of(code, runtime, limit);
        watch.Stop();
        return found.IsComplete
            ? new PossibleOutcomes(found.Outcomes, "", found.Configurations, watch.Elapsed)
            : new PossibleOutcomes(null, "too many outcomes to enumerate", found.Configurations, watch.Elapsed);
    }

    private static PossibleOutcomes Unknown(string why) => new(null, why, 0, TimeSpan.Zero);
}
