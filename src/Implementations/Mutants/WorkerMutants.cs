using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <summary>Wrong executors of several workers, in the order of the rules.</summary>
internal static class WorkerMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Many(
            "workers-without-slot",
            "SCHED-02",
            ExecutorFault.WorkersWithoutSlot,
            "Each worker runs what its tasks make ready first in, first out.",
            "expected what a worker's task made ready last to run next there"
        ),
        Many(
            "workers-never-steal",
            "SCHED-03",
            ExecutorFault.WorkersNeverSteal,
            "An idle worker leaves the queues of the others alone.",
            "expected the idle worker to take it"
        ),
    ];

    private static Mutant Many(string name, string rule, ExecutorFault fault, string description, string message) =>
        new(name, rule, description, message, () => FaultyExecutor.MultiThread(name, fault));
}
