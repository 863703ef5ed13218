using Conformance.Implementations.Executor;
using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <summary>The wrong runtimes of the lazy family: the reference executor with one fault each.</summary>
public static partial class LazyMutants
{
    /// <summary>All of them, in the order of their rules.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        One(
            "stale-result",
            "MEMO-04",
            ExecutorFault.StaleResult,
            "Polling a future again after its end gives the old result.",
            "again after its end and went on with"
        ),
        One(
            "future-starts-at-call",
            "LAZY-01",
            ExecutorFault.BodyStartsAtCall,
            "An async body runs to its first suspension when it is made.",
            "expected nothing to run at its creation"
        ),
        One(
            "await-always-suspends",
            "LAZY-02",
            ExecutorFault.AwaitAlwaysSuspends,
            "An await gives way once even if what it awaits is ready.",
            "came next on its thread"
        ),
        One(
            "futures-run-in-background",
            "LAZY-03",
            ExecutorFault.BodiesRunInBackground,
            "An async body becomes a task when it is made.",
            "the sum: nothing runs before it is polled"
        ),
        One(
            "join-polls-the-finished",
            "POLL-01",
            ExecutorFault.JoinPollsTheFinished,
            "join polls its finished children again.",
            "was polled again after it had returned Ready"
        ),
        One(
            "busy-executor",
            "POLL-02",
            ExecutorFault.PollsWithoutWake,
            "A task is polled once more without a wake.",
            "though nothing had woken its task"
        ),
        One(
            "wake-during-poll-is-lost",
            "POLL-03",
            ExecutorFault.WakeDuringPollIsLost,
            "A wake during a poll is forgotten when the poll returns.",
            "a wake is never lost"
        ),
        One(
            "one-poll-per-wake",
            "POLL-03",
            ExecutorFault.OnePollPerWake,
            "Each wake queues a poll of its own.",
            "expected them to coalesce into one poll"
        ),
        Many(
            "polled-by-two-workers",
            "POLL-04",
            ExecutorFault.PolledByTwoWorkers,
            "A task that is woken during a poll is polled by a second worker at once.",
            "expected one worker at a time"
        ),
        One(
            "join-polls-backwards",
            "JOIN-01",
            ExecutorFault.JoinPollsBackwards,
            "join polls its last child first.",
            "expected a join to poll its children first in declared order"
        ),
        One(
            "join-orders-by-completion",
            "JOIN-02",
            ExecutorFault.JoinOrdersByCompletion,
            "join gives its results in the order of completion.",
            "at position"
        ),
        One(
            "join-in-parallel",
            "JOIN-03",
            ExecutorFault.JoinRunsSiblingsInParallel,
            "join polls the next child while one holds the thread.",
            "expected the children of a combinator to take turns"
        ),
        One(
            "join-never-rotates",
            "JOIN-04",
            ExecutorFault.JoinNeverRotates,
            "join begins each poll with its first child.",
            "expected it to begin with"
        ),
        One(
            "try-join-waits-for-all",
            "JOIN-05",
            ExecutorFault.TryJoinWaitsForAll,
            "try-join lets the siblings of a failed child finish.",
            "expected try-join to drop it at once"
        ),
        One(
            "join-polls-only-the-woken",
            "JOIN-06",
            ExecutorFault.JoinPollsOnlyTheWoken,
            "join polls only those of its children that were woken.",
            "to poll all unfinished children each time"
        ),
        .. Selecting,
        One(
            "spawn-waits-for-await",
            "SPAWN-01",
            ExecutorFault.SpawnWaitsForAwait,
            "A task runs only once its handle is awaited.",
            "expected a spawned task to run without being awaited"
        ),
        One(
            "spawn-polls-inline",
            "SPAWN-02",
            ExecutorFault.SpawnPollsInline,
            "spawn polls the task before it returns.",
            "ran inside the spawn"
        ),
        Many(
            "runs-before-spawn",
            "SPAWN-03",
            ExecutorFault.BodiesRunInBackground,
            "A worker runs an async body before it is spawned.",
            "expected nothing to run before the spawn"
        ),
        .. Spawning,
        .. Synchronization,
        One("drop-aborts", "SPAWN-04", ExecutorFault.DropAborts, "Dropping a handle aborts its task.", "dropping a handle detaches"),
        One(
            "abort-drops-at-once",
            "SPAWN-05",
            ExecutorFault.AbortDropsAtOnce,
            "abort drops a suspended task before it returns.",
            "was dropped inside abort"
        ),
        One(
            "abort-after-completion-cancels",
            "SPAWN-05",
            ExecutorFault.AbortAfterCompletionCancels,
            "abort of a completed task turns its result into a cancellation.",
            "expected abort to have no effect after completion"
        ),
        One(
            "late-abort-cancels",
            "ABORT-03",
            ExecutorFault.AbortAfterCompletionCancels,
            "abort of a completed task makes its handle tell of a cancellation.",
            "expected its result to stay"
        ),
        One(
            "current-thread-last-first",
            "SCHED-01",
            ExecutorFault.CurrentThreadLastFirst,
            "The task that became ready last is polled first.",
            "expected ready tasks to run first in, first out"
        ),
        One(
            "remote-wakes-are-lost",
            "SCHED-04",
            ExecutorFault.RemoteWakesAreLost,
            "The end of a blocking job wakes nobody.",
            "expected every woken task to be polled"
        ),
        One(
            "yield-does-nothing",
            "SCHED-06",
            ExecutorFault.YieldDoesNothing,
            "yield is ready at its first poll.",
            "expected yield to let ready tasks run first"
        ),
        One(
            "driver-turns-when-idle-only",
            "SCHED-08",
            ExecutorFault.DriverTurnsWhenIdleOnly,
            "Timers are served only when no task is ready.",
            "expected timers to be served every"
        ),
        Many(
            "one-worker-too-many",
            "SCHED-07",
            ExecutorFault.OneWorkerTooMany,
            "There is a worker more than was asked for.",
            "tasks were in a poll at once"
        ),
        One(
            "blocking-runs-inline",
            "BLOCK-01",
            ExecutorFault.BlockingRunsInline,
            "A blocking job runs on the thread that makes it.",
            "expected a thread of its own"
        ),
        One(
            "blocking-waits-for-await",
            "BLOCK-01",
            ExecutorFault.BlockingWaitsForAwait,
            "A blocking job starts when its handle is awaited.",
            "expected it to start without being awaited"
        ),
        One(
            "abort-ends-started-blocking",
            "BLOCK-02",
            ExecutorFault.AbortEndsStartedBlocking,
            "abort of a started blocking job ends its handle at once.",
            "though the job had started before the abort"
        ),
        One(
            "blocking-without-cap",
            "BLOCK-03",
            ExecutorFault.BlockingWithoutCap,
            "Every blocking job gets a thread of its own.",
            "blocking jobs ran at once"
        ),
        One(
            "blocking-last-first",
            "BLOCK-03",
            ExecutorFault.BlockingLastFirst,
            "The last blocking job that waits runs first.",
            "expected the queue to be first in, first out"
        ),
        One(
            "shutdown-leaves-jobs",
            "BLOCK-05",
            ExecutorFault.ShutdownLeavesJobs,
            "The runtime does not wait for blocking jobs when it shuts down.",
            "expected the shutdown to wait for it"
        ),
        One("sleeps-too-short", "TIME-01", ExecutorFault.SleepsTooShort, "A deadline is rounded down.", "expected at least"),
        One(
            "deadline-at-first-poll",
            "TIME-02",
            ExecutorFault.DeadlineAtFirstPoll,
            "A sleep's deadline counts from its first poll.",
            "its deadline is fixed when it is made"
        ),
        One(
            "timers-in-order-of-registration",
            "TIME-03",
            ExecutorFault.TimersInOrderOfRegistration,
            "A timer waits for those that were registered before it.",
            "expected the order of the deadlines"
        ),
        One(
            "equal-deadlines-last-first",
            "TIME-04",
            ExecutorFault.EqualDeadlinesLastFirst,
            "Of equal deadlines the one registered last fires first.",
            "registered"
        ),
        One(
            "sleep-asks-the-clock",
            "TIME-07",
            ExecutorFault.SleepAsksTheClock,
            "A sleep compares its deadline with the clock when it is polled.",
            "expected it to be pending until the driver turns"
        ),
        One(
            "timeout-asks-the-clock-first",
            "TMO-01",
            ExecutorFault.TimeoutAsksTheClockFirst,
            "A timeout looks at its deadline before it polls the inner future.",
            "the deadline is looked at"
        ),
        One(
            "timeout-leaves-inner-running",
            "TMO-02",
            ExecutorFault.TimeoutLeavesInnerRunning,
            "A timeout that expires leaves the inner future running.",
            "the timeout"
        ),
        One(
            "timeout-interrupts-poll",
            "CANC-01",
            ExecutorFault.TimeoutInterruptsPoll,
            "A timeout cuts off a poll that holds the thread past the deadline.",
            "was cancelled in the middle of a poll"
        ),
        One(
            "join-drops-backwards",
            "CANC-02",
            ExecutorFault.JoinDropsBackwards,
            "A dropped join drops its last child first.",
            "expected the children of a combinator to be dropped in declared order"
        ),
        One(
            "drop-forgets-what-is-awaited",
            "CANC-03",
            ExecutorFault.DropForgetsWhatIsAwaited,
            "A dropped future does not drop the future it awaits.",
            "expected the whole tree to be dropped"
        ),
        One(
            "drop-of-awaited-handle-aborts",
            "CANC-03",
            ExecutorFault.DropOfAwaitedHandleAborts,
            "Giving up the wait for a task aborts it.",
            "to outlive whoever spawned or awaited it"
        ),
        One(
            "panic-becomes-value",
            "ERR-01",
            ExecutorFault.PanicBecomesValue,
            "The handle of a task that panicked gives a value.",
            "expected its failure"
        ),
        One(
            "join-collects-panics",
            "ERR-02",
            ExecutorFault.JoinCollectsPanics,
            "join takes the panic of a child for a result.",
            "expected the whole task to fail"
        ),
        One(
            "shutdown-leaks-tasks",
            "SHUT-01",
            ExecutorFault.ShutdownLeaksTasks,
            "Unfinished tasks are forgotten when the runtime shuts down.",
            "was neither finished nor dropped"
        ),
        One(
            "shutdown-waits-for-tasks",
            "SHUT-02",
            ExecutorFault.ShutdownWaitsForTasks,
            "The runtime runs its tasks to their end when it shuts down.",
            "expected the program to end with its main body"
        ),
        One(
            "tasks-interrupt-polls",
            "RTC-01",
            ExecutorFault.TimersInterruptPolls,
            "Another task runs on the thread while a poll holds it.",
            "gives up the thread"
        ),
        One(
            "timers-interrupt-polls",
            "RTC-02",
            ExecutorFault.TimersInterruptPolls,
            "A timer is served on the thread while a poll holds it.",
            "to wait for the end of that"
        ),
        One(
            "late-timers-last-first",
            "RTC-02",
            ExecutorFault.LateTimersLastFirst,
            "Of several timers that fell due while the thread was held the last one is served first.",
            "both of them late; expected the order of their deadlines"
        ) with
        {
            IsOrder = true,
        },
        .. Channels,
        One(
            "shared-wakes-one-reader",
            "MODEL-01",
            ExecutorFault.SharedWakesOneReader,
            "What a shared future waits for wakes only one of its readers.",
            "though something could still run"
        ),
    ];

    private static Mutant One(string name, string rule, ExecutorFault fault, string description, string message) =>
        new(name, rule, description, message, () => FaultyExecutor.CurrentThread(name, fault));

    private static Mutant Many(string name, string rule, ExecutorFault fault, string description, string message) =>
        new(name, rule, description, message, () => FaultyExecutor.MultiThread(name, fault));
}
