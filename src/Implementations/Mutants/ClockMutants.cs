using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <summary>Executors whose paused clock moves when it must not, or not as far as it is told to.</summary>
internal static class ClockMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Paused(
            "advance-stops-at-the-next-timer",
            ExecutorFault.AdvanceStopsAtTheNextTimer,
            "Advancing a paused clock moves it to the next deadline at most.",
            "expected exactly"
        ),
        Paused(
            "computing-moves-a-paused-clock",
            ExecutorFault.ComputingMovesPausedClock,
            "A paused clock moves while a task computes.",
            "expected CPU time not to move it"
        ),
        Paused(
            "paused-clock-ignores-jobs",
            ExecutorFault.PausedClockIgnoresJobs,
            "A paused clock goes on to the next deadline though a blocking job runs.",
            "expected it to stand still"
        ),
    ];

    private static Mutant Paused(string name, ExecutorFault fault, string description, string message) =>
        new(name, "TIME-05", description, message, () => FaultyExecutor.Paused(name, fault));
}
