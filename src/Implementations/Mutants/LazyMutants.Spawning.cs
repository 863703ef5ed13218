using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <content>Who drives a runtime; tasks in sets; intervals.</content>
public static partial class LazyMutants
{
    private static IReadOnlyList<Mutant> Spawning =>
        [
            One(
                "first-tick-after-a-period",
                "TIME-06",
                ExecutorFault.FirstTickAfterAPeriod,
                "The first tick of an interval comes a period after it was made.",
                "expected it to be due at once"
            ),
            One(
                "intervals-drift",
                "TIME-06",
                ExecutorFault.IntervalsDrift,
                "An interval that is late never makes up for it.",
                "had its next due at"
            ),
            One(
                "nested-block-on-runs",
                "RTC-04",
                ExecutorFault.NestedBlockOnRuns,
                "A task may drive the runtime that polls it.",
                "expected block-on to panic there"
            ),
            One(
                "jobs-may-not-drive",
                "RTC-04",
                ExecutorFault.JobsMayNotDrive,
                "A blocking job that drives a future panics.",
                "was not allowed to drive a computation"
            ),
            One(
                "set-yields-in-order-of-spawn",
                "SPAWN-06",
                ExecutorFault.SetYieldsInOrderOfSpawn,
                "A join set gives the outcomes of its tasks in the order in which they were spawned.",
                "expected the order in which tasks end"
            ),
            One(
                "set-detaches-when-dropped",
                "SPAWN-06",
                ExecutorFault.SetDetachesWhenDropped,
                "A join set that is dropped leaves its tasks alone.",
                "expected that to abort all its tasks"
            ),
        ];
}
