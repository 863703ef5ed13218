namespace Conformance.Reference.EventLoop;

/// <summary>The ways in which a loop can be made wrong on purpose, to prove that a checker notices. One a loop.</summary>
internal enum EventLoopFault
{
    /// <summary>Right.</summary>
    None,

    /// <summary>The constructor of a promise queues its executor as a microtask.</summary>
    LateExecutor,

    /// <summary>Calling an async method queues its whole body as a microtask.</summary>
    LateBody,

    /// <summary>An async method advances only while something awaits its promise.</summary>
    AdvancesOnlyWhenAwaited,

    /// <summary>The timer of a sleep is armed when it is awaited, not when it is made.</summary>
    SleepArmedAtAwait,

    /// <summary>What an executor throws escapes from the constructor.</summary>
    ExecutorThrowEscapes,

    /// <summary>The last call of a resolving function wins, not the first.</summary>
    LastSettlementWins,

    /// <summary>Reacting to a fulfilled promise runs its executor again.</summary>
    ExecutorRunsAgain,

    /// <summary>Reacting to a sleep that is over waits for its duration again.</summary>
    SleepsAgain,

    /// <summary>A promise that follows another can still be settled by others.</summary>
    FollowWithoutLock,

    /// <summary>A promise that is resolved with itself is fulfilled.</summary>
    SelfResolutionFulfils,

    /// <summary>Settling a promise runs its reactions at once, inside the call.</summary>
    InlineReactions,

    /// <summary>The newest microtask runs first.</summary>
    NewestMicrotaskFirst,

    /// <summary>An await wraps what it awaits in a new promise: three microtasks instead of one.</summary>
    AwaitWraps,

    /// <summary>Following a promise costs no microtasks of its own.</summary>
    FreeAdoption,

    /// <summary>A drain runs only the microtasks that were queued when it began.</summary>
    PartialDrain,

    /// <summary>A combinator of settled promises is settled at once, without reactions.</summary>
    CombinatorSettlesAtOnce,

    /// <summary>What a finally returns replaces the value that should pass through.</summary>
    FinallyReplacesTheValue,

    /// <summary>A finally settles as soon as its handler has returned.</summary>
    FinallyPassesEarly,

    /// <summary>The combinator of all values waits for every input before it rejects.</summary>
    AllWaitsForTheRest,

    /// <summary>Ticks share one queue with microtasks.</summary>
    TicksAmongMicrotasks,

    /// <summary>The queues are drained once a phase, not after every callback.</summary>
    DrainsOnceAPhase,

    /// <summary>A timer's delay may be 0.</summary>
    TimersWithoutMinimum,

    /// <summary>A timer that falls due during a timers phase runs in that phase.</summary>
    NestedTimersAtOnce,

    /// <summary>Of the due timers of one duration the newest fires first.</summary>
    EqualTimersNewestFirst,

    /// <summary>An immediate that is made in the check phase runs in that phase.</summary>
    NestedImmediatesAtOnce,

    /// <summary>Due timers run right after the poll phase, before the check phase.</summary>
    TimersBeforeImmediates,

    /// <summary>A pool thread itself settles the promise of its job and runs what waits for it.</summary>
    PoolAnswersOnItsThread,

    /// <summary>A rejection without a handler is reported at once.</summary>
    UnhandledAtOnce,

    /// <summary>A rejection without a handler is never reported.</summary>
    UnhandledNever,

    /// <summary>An abort rejects every pending sleep, whatever its signal.</summary>
    AbortStopsEverySleep,

    /// <summary>An abort rejects a sleep that is over already.</summary>
    LateAbortRejects,

    /// <summary>A sleep with an aborted signal is armed all the same, and rejects when its time is over.</summary>
    AbortedSleepStarts,

    /// <summary>The listeners of a signal run as microtasks, after the abort.</summary>
    ListenersRunLater,

    /// <summary>The listener that was added last runs first.</summary>
    NewestListenerFirst,

    /// <summary>A second abort replaces the reason of the first.</summary>
    LastReasonWins,

    /// <summary>A race cancels the async methods that lose it.</summary>
    RaceDropsLosers,

    /// <summary>Clearing a timer that is due has no effect.</summary>
    ClearMissesDueTimers,

    /// <summary>A module's main function is run as a script's.</summary>
    ModuleAsScript,

    /// <summary>What a callback throws is taken by nobody, and the loop goes on.</summary>
    UncaughtIsSwallowed,

    /// <summary>After an uncaught exception the other callbacks that were due are dropped.</summary>
    UncaughtDropsTheRest,

    /// <summary>An exit drains the queues first.</summary>
    ExitDrainsFirst,

    /// <summary>An exit does not call the listeners.</summary>
    ExitSkipsListeners,

    /// <summary>The loop ends as soon as the main function has ended.</summary>
    EndsWithMain,

    /// <summary>A due timer preempts the callback that holds the thread.</summary>
    TimersPreempt,

    /// <summary>Timers fire on a thread of their own, while the loop's thread is held.</summary>
    TimersOnOtherThread,

    /// <summary>An await of a settled promise continues without suspending.</summary>
    SettledAwaitContinues,

    /// <summary>The values of a combinator come in the order of completion.</summary>
    ValuesByCompletion,

    /// <summary>Timers fire in the order of their creation, whatever their deadlines.</summary>
    TimersByCreation,

    /// <summary>The pool starts the newest job first.</summary>
    NewestJobFirst,

    /// <summary>The pool runs any number of jobs at once.</summary>
    UnboundedPool,

    /// <summary>A network round trip holds a thread of the pool.</summary>
    EchoUsesThePool,

    /// <summary>Of several unhandled rejections the last one is reported first.</summary>
    UnhandledNewestFirst,

    /// <summary>A timers phase ends with its last drain, whatever that drain arms.</summary>
    TimersServedOnce,

    /// <summary>A timer that became due during a timers phase is served in the next one, though the clock has not gone on since.</summary>
    TimersServedEarly,

    /// <summary>Workers run only while the loop's thread is free.</summary>
    WorkersOnTheLoop,

    /// <summary>A message is handled while its worker posts it.</summary>
    MessagesInline,

    /// <summary>Of a worker's messages that wait together the newest is handled first.</summary>
    NewestMessageFirst,

    /// <summary>A worker's messages that wait together are handled in one callback.</summary>
    MessagesWithoutDrain,

    /// <summary>What a worker reads and writes is its maker's.</summary>
    WorkerSharesMemory,

    /// <summary>A promise that is posted arrives as nothing.</summary>
    PromisesAreCopied,

    /// <summary>A worker that is terminated ends only when its current step has ended.</summary>
    TerminateWaits,
}
