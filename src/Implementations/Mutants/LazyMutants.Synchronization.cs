using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <content>Semaphores and notifies.</content>
public static partial class LazyMutants
{
    private static IReadOnlyList<Mutant> Synchronization =>
        [
            One(
                "semaphore-barges",
                "SCHED-09",
                ExecutorFault.SemaphoreBarges,
                "A permit is for whoever asks first, not for who has waited for it.",
                "which had waited longer; expected it to wait for its turn"
            ),
            One(
                "dropped-acquire-keeps-permits",
                "SCHED-09",
                ExecutorFault.DroppedAcquireKeepsPermits,
                "A waiter that is dropped takes the permits with it that it had been given.",
                "permit"
            ),
            One(
                "notify-one-counts",
                "SCHED-09",
                ExecutorFault.NotifyOneCounts,
                "A notify stores a permit for each notify-one that finds nobody.",
                "had neither notified it nor stored anything"
            ),
            One(
                "notify-waiters-stores",
                "SCHED-09",
                ExecutorFault.NotifyWaitersStores,
                "A notify-waiters that finds nobody stores a permit.",
                "had neither notified it nor stored anything"
            ),
        ];
}
