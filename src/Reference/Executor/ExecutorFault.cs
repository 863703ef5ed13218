namespace Conformance.Reference.Executor;

/// <summary>One deliberate mistake of the runtime, checked exactly where the rule that it breaks lives.</summary>
internal enum ExecutorFault
{
    None,
    StaleResult,
    AwaitAlwaysSuspends,
    JoinPollsTheFinished,
    JoinPollsBackwards,
    JoinOrdersByCompletion,
    JoinNeverRotates,
    JoinPollsOnlyTheWoken,
    JoinRunsSiblingsInParallel,
    JoinCollectsPanics,
    TryJoinWaitsForAll,
    SelectKeepsTheLosers,
    SelectGoesOnPolling,
    BiasedSelectStartsAnywhere,
    SelectPollsTheDisabled,
    DisabledExpressionIsSkipped,
    RefutedBranchWins,
    RefutedBranchEndsSelect,
    PollsWithoutWake,
    WakeDuringPollIsLost,
    OnePollPerWake,
    PolledByTwoWorkers,
    SpawnWaitsForAwait,
    SpawnPollsInline,
    DropAborts,
    AbortDropsAtOnce,
    AbortAfterCompletionCancels,
    FirstTickAfterAPeriod,
    IntervalsDrift,
    AdvanceStopsAtTheNextTimer,
    ComputingMovesPausedClock,
    PausedClockIgnoresJobs,
    NestedBlockOnRuns,
    JobsMayNotDrive,
    SetYieldsInOrderOfSpawn,
    SetDetachesWhenDropped,
    InPlaceKeepsTheWorker,
    InPlaceNeedsNoWorkers,
    BlockingRunsInline,
    BlockingWaitsForAwait,
    AbortEndsStartedBlocking,
    BlockingWithoutCap,
    BlockingLastFirst,
    SleepsTooShort,
    DeadlineAtFirstPoll,
    TimersInOrderOfRegistration,
    EqualDeadlinesLastFirst,
    LateTimersLastFirst,
    TimeoutAsksTheClockFirst,
    TimeoutLeavesInnerRunning,
    TimeoutInterruptsPoll,
    DropForgetsWhatIsAwaited,
    JoinDropsBackwards,
    DropOfAwaitedHandleAborts,
    PanicBecomesValue,
    TimersInterruptPolls,
    CurrentThreadLastFirst,
    WorkersWithoutSlot,
    WorkersNeverSteal,
    BudgetNeverEnds,
    SemaphoreBarges,
    DroppedAcquireKeepsPermits,
    NotifyOneCounts,
    NotifyWaitersStores,
    ChannelWithoutBound,
    ChannelLosesWhatWaited,
    ChannelOutlivesItsReceiver,
    RemoteWakesAreLost,
    YieldDoesNothing,
    DriverTurnsWhenIdleOnly,
    OneWorkerTooMany,
    SleepAsksTheClock,
    ShutdownLeavesJobs,
    ShutdownLeaksTasks,
    ShutdownWaitsForTasks,
    BodyStartsAtCall,
    BodiesRunInBackground,
    SharedWakesOneReader,
}

/// <summary>Which fault is switched on, and how often it was reached.</summary>
internal sealed class ExecutorFaults(ExecutorFault active)
{
    private long reached;

    /// <summary>No fault.</summary>
    internal static ExecutorFaults None { get; } = new(ExecutorFault.None);

    /// <summary>How often the faulty code ran.</summary>
    internal long Reached => reached;

    /// <summary>Whether this fault is switched on, without counting.</summary>
    internal bool IsActive(ExecutorFault fault) => active == fault;

    /// <summary>Whether this fault is switched on; if so, it counts as reached.</summary>
    internal bool Is(ExecutorFault fault)
    {
        if (active != fault)
            return false;
        Interlocked.Increment(ref reached);
        return true;
    }
}
