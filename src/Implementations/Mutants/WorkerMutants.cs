using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <summary>Executors with a wrong order or budget of polls, in the order of the rules.</summary>
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
        Many(
            "in-place-keeps-the-worker",
            "BLOCK-04",
            ExecutorFault.InPlaceKeepsTheWorker,
            "Who blocks in place keeps the worker, and the tasks behind it wait.",
            "expected the worker to be handed over"
        ),
        new(
            "in-place-needs-no-workers",
            "BLOCK-04",
            "A task of a runtime without workers blocks in place, and everything else waits.",
            "expected in-place to panic there",
            () => FaultyExecutor.CurrentThread("in-place-needs-no-workers", ExecutorFault.InPlaceNeedsNoWorkers)
        ),
        new(
            "budget-never-ends",
            "SCHED-05",
            "A poll may do any number of operations that are ready at once.",
            "expected at most 128 in each",
            () => FaultyExecutor.CurrentThread("budget-never-ends", ExecutorFault.BudgetNeverEnds)
        ),
    ];

    private static Mutant Many(string name, string rule, ExecutorFault fault, string description, string message) =>
        new(name, rule, description, message, () => FaultyExecutor.MultiThread(name, fault));
}
