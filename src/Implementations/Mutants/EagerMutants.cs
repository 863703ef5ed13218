using Conformance.Reference.EventLoop;

namespace Conformance.Implementations.Mutants;

/// <summary>Wrong event loops, a mutant or more for each rule of the eager family.</summary>
public static partial class EagerMutants
{
    /// <summary>All of them, in the order of the rules.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Of(
            EventLoopFault.LateExecutor,
            "late-executor",
            "EAGER-01",
            "The constructor of a promise queues its executor as a microtask.",
            "ran after the constructor returned; expected it inside"
        ),
        Of(
            EventLoopFault.LateBody,
            "late-body",
            "EAGER-02",
            "Calling an async function queues its whole body as a microtask.",
            "began after the call returned; expected it to run inside the call"
        ),
        Of(
            EventLoopFault.AdvancesOnlyWhenAwaited,
            "advances-only-when-awaited",
            "EAGER-03",
            "An async function advances only while something waits for its promise.",
            "Expected progress without observers"
        ),
        Of(
            EventLoopFault.SleepArmedAtAwait,
            "sleep-armed-at-await",
            "EAGER-04",
            "The timer of a sleep is armed when it is awaited, not when it is made.",
            "for it had been running since it was armed"
        ),
        Of(
            EventLoopFault.ExecutorThrowEscapes,
            "executor-throw-escapes",
            "EAGER-05",
            "What an executor throws escapes from the constructor.",
            "escaped to its maker"
        ),
        Of(
            EventLoopFault.LastSettlementWins,
            "last-settlement-wins",
            "MEMO-01",
            "The last call of resolve or reject wins, not the first.",
            "a later attempt changed it"
        ),
        Of(
            EventLoopFault.ExecutorRunsAgain,
            "executor-runs-again",
            "MEMO-02",
            "Reacting to a fulfilled promise runs its executor again.",
            "ran again; expected it to run once"
        ),
        Of(
            EventLoopFault.SleepsAgain,
            "sleeps-again",
            "MEMO-02",
            "Awaiting a sleep that is over takes its time again.",
            "which was settled already; expected no more than the hop of its reaction"
        ),
        Of(
            EventLoopFault.FollowWithoutLock,
            "follow-without-lock",
            "MEMO-03",
            "A promise that follows another one can still be settled by others meanwhile.",
            "was resolved with"
        ),
        Of(
            EventLoopFault.SelfResolutionFulfils,
            "self-resolution-fulfils",
            "MEMO-03",
            "A promise that is resolved with itself is fulfilled.",
            "was resolved with itself"
        ),
        Of(
            EventLoopFault.InlineReactions,
            "inline-reactions",
            "MICRO-01",
            "Settling a promise runs its reactions at once, inside the call.",
            "expected a later job on an empty stack"
        ),
        Of(
            EventLoopFault.NewestMicrotaskFirst,
            "newest-microtask-first",
            "MICRO-02",
            "The newest microtask runs first.",
            "expected promise jobs to run first in, first out"
        ),
        Of(
            EventLoopFault.AwaitWraps,
            "await-wraps",
            "MICRO-03",
            "An await wraps what it awaits in a new promise: three hops instead of one, as engines did before 2019.",
            "take exactly one hop"
        ),
        Of(
            EventLoopFault.FreeAdoption,
            "free-adoption",
            "MICRO-04",
            "Following a promise costs no hops of its own.",
            "2 extra hops for the adoption"
        ),
        Of(
            EventLoopFault.PartialDrain,
            "partial-drain",
            "MICRO-05",
            "A drain runs only the microtasks that were queued when it began.",
            "expected the microtask queue to be empty first"
        ),
        Of(
            EventLoopFault.CombinatorSettlesAtOnce,
            "combinator-settles-at-once",
            "MICRO-06",
            "A combinator of settled promises is settled at once.",
            "a combinator of settled inputs to take exactly 2 hops"
        ),
        Of(
            EventLoopFault.FinallyReplacesTheValue,
            "finally-replaces-the-value",
            "MICRO-07",
            "What a finally returns replaces the value that should pass through.",
            "that passes through"
        ),
        Of(
            EventLoopFault.FinallyPassesEarly,
            "finally-passes-early",
            "MICRO-07",
            "A finally settles as soon as its handler has returned.",
            "expected a finally to pass an outcome on at hop 4"
        ),
        Of(
            EventLoopFault.AllWaitsForTheRest,
            "all-waits-for-the-rest",
            "MICRO-08",
            "all waits for every input before it rejects.",
            "expected that input to decide at once"
        ),
        Of(
            EventLoopFault.TicksAmongMicrotasks,
            "ticks-among-microtasks",
            "LOOP-01",
            "Ticks and microtasks share one queue.",
            "expected the whole next-tick queue to run before the promise jobs"
        ),
        Of(
            EventLoopFault.DrainsOnceAPhase,
            "drains-once-a-phase",
            "LOOP-03",
            "The queues are drained once a phase, not after every callback.",
            "expected the queues to be drained between callbacks"
        ),
        Of(
            EventLoopFault.TimersWithoutMinimum,
            "timers-without-minimum",
            "LOOP-04",
            "A timer with a delay of 0 is due at once.",
            "expected at least 1"
        ),
        Of(
            EventLoopFault.NestedTimersAtOnce,
            "nested-timers-at-once",
            "LOOP-04",
            "A timer that falls due during a timers phase runs in that phase.",
            "expected it in a later phase"
        ),
        Of(
            EventLoopFault.EqualTimersNewestFirst,
            "equal-timers-newest-first",
            "LOOP-05",
            "Of the due timers of one duration the newest fires first.",
            "expected creation order"
        ),
        Of(
            EventLoopFault.NestedImmediatesAtOnce,
            "nested-immediates-at-once",
            "LOOP-06",
            "An immediate that is made in the check phase runs in that phase.",
            "expected it in the next iteration"
        ),
        Of(
            EventLoopFault.TimersBeforeImmediates,
            "timers-before-immediates",
            "LOOP-06",
            "Due timers run before the check phase.",
            "expected the check phase right after the poll phase"
        ),
        Of(
            EventLoopFault.ClearMissesDueTimers,
            "clear-misses-due-timers",
            "LOOP-07",
            "Clearing a timer that is due already has no effect.",
            "had cleared it; expected it never to fire"
        ),
        Of(
            EventLoopFault.TimersPreempt,
            "timers-preempt",
            "RTC-01",
            "A due timer preempts the callback that holds the thread.",
            "gives up the thread"
        ),
        Of(
            EventLoopFault.TimersOnOtherThread,
            "timers-on-another-thread",
            "RTC-02",
            "Timers fire on a thread of their own while the loop's thread computes.",
            "to wait for the end of that"
        ),
        Of(
            EventLoopFault.SettledAwaitContinues,
            "settled-await-continues",
            "RTC-03",
            "An await of a settled promise continues without suspending.",
            "expected every await to suspend"
        ),
        Of(
            EventLoopFault.ValuesByCompletion,
            "values-by-completion",
            "JOIN-02",
            "The values of a combinator come in the order of completion.",
            "at position"
        ),
        Of(
            EventLoopFault.TimersByCreation,
            "timers-by-creation",
            "TIME-03",
            "Timers fire in the order of their creation, whatever their deadlines.",
            "expected the order of the deadlines"
        ),
        .. Threads,
        Of(
            EventLoopFault.AbortStopsEverySleep,
            "abort-stops-every-sleep",
            "ABORT-01",
            "An abort rejects every pending sleep, whatever its signal.",
            "expected it to end by itself"
        ),
        Of(
            EventLoopFault.ListenersRunLater,
            "listeners-run-later",
            "ABORT-02",
            "The listeners of a signal run as microtasks, after the abort.",
            "expected every listener to run inside it"
        ),
        Of(
            EventLoopFault.NewestListenerFirst,
            "newest-listener-first",
            "ABORT-02",
            "The listener that was added last runs first.",
            "expected the order of registration"
        ),
        Of(
            EventLoopFault.LastReasonWins,
            "last-reason-wins",
            "ABORT-02",
            "A second abort replaces the reason of the first.",
            "expected the first reason"
        ),
        Of(
            EventLoopFault.LateAbortRejects,
            "late-abort-rejects",
            "ABORT-03",
            "An abort rejects a sleep that is over already.",
            "expected its result to stay"
        ),
        Of(
            EventLoopFault.AbortedSleepStarts,
            "aborted-sleep-starts",
            "ABORT-04",
            "A sleep with an aborted signal is armed all the same.",
            "expected it to be rejected without being started"
        ),
        Of(
            EventLoopFault.RaceDropsLosers,
            "race-drops-losers",
            "ABORT-05",
            "A race cancels the async functions that lose it.",
            "expected the losers to run on"
        ),
        Of(
            EventLoopFault.UnhandledAtOnce,
            "unhandled-at-once",
            "ERR-03",
            "A rejection without a handler is reported at once.",
            "expected the end of the drain"
        ),
        Of(
            EventLoopFault.UnhandledNever,
            "unhandled-never",
            "ERR-03",
            "A rejection without a handler is never reported.",
            "expected it to be reported as unhandled"
        ),
        Of(
            EventLoopFault.ModuleAsScript,
            "module-as-script",
            "LOOP-02",
            "The main function of a module is run as a script's.",
            "by the main body of a module; expected"
        ),
        Of(
            EventLoopFault.UncaughtIsSwallowed,
            "uncaught-is-swallowed",
            "ERR-04",
            "What a callback throws is taken by nobody, and the loop goes on.",
            "expected the program to crash"
        ),
        Of(
            EventLoopFault.UncaughtDropsTheRest,
            "uncaught-drops-the-rest",
            "ERR-04",
            "After an uncaught exception the other callbacks that were due are dropped.",
            "expected the remaining callbacks still to run"
        ),
        Of(
            EventLoopFault.ExitDrainsFirst,
            "exit-drains-first",
            "SHUT-03",
            "An exit drains the queues first.",
            "expected only the listeners for the exit to run"
        ),
        Of(
            EventLoopFault.ExitSkipsListeners,
            "exit-skips-listeners",
            "SHUT-03",
            "An exit does not call the listeners.",
            "expected every listener for the exit to run"
        ),
        Of(
            EventLoopFault.EndsWithMain,
            "ends-with-main",
            "SHUT-02",
            "The loop ends as soon as the main function has ended.",
            "expected the loop to run until no timer, immediate, job or busy worker is"
        ),
        Of(
            EventLoopFault.UnhandledNewestFirst,
            "unhandled-newest-first",
            "MODEL-01",
            "Of several rejections that nobody handles the last one is reported first.",
            "but that is not known yet, not so, or said before"
        ),
        Of(
            EventLoopFault.TimersServedOnce,
            "timers-served-once",
            "MODEL-01",
            "A timers phase ends with its last drain, whatever that drain arms.",
            "which is not its turn; possible was \"nested\" starts"
        ),
        Of(
            EventLoopFault.TimersServedEarly,
            "timers-served-early",
            "MODEL-01",
            "A timer that became due during a timers phase is served in the next one, though the clock has not gone on since it was last read.",
            "\"due\" starts at 25, though it is not its turn; possible was \"nested\" starts"
        ),
    ];

    private static Mutant Of(EventLoopFault fault, string name, string rule, string description, string message) =>
        new(name, rule, description, message, () => new FaultyEventLoop(fault, name));
}
