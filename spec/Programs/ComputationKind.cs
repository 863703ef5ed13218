namespace Conformance.Spec.Programs;

/// <summary>What a computation is.</summary>
public enum ComputationKind
{
    /// <summary>The main body; always number 0.</summary>
    Main,

    /// <summary>An async body.</summary>
    Async,

    /// <summary>A timer as a computation.</summary>
    Sleep,

    /// <summary>A job off the executor.</summary>
    Blocking,

    /// <summary>A worker: a thread of its own beside the loop (eager).</summary>
    Worker,

    /// <summary>The handler of one message, of a worker or in one (eager).</summary>
    Message,

    /// <summary>The handle of a spawned task (lazy).</summary>
    Handle,

    /// <summary>A leaf future that logs its polls (lazy).</summary>
    Probe,

    /// <summary>A future with many readers (lazy).</summary>
    Shared,

    /// <summary>A set of tasks (lazy).</summary>
    JoinSet,

    /// <summary>A task of a set (lazy).</summary>
    Member,

    /// <summary>A clock that ticks (lazy).</summary>
    Interval,

    /// <summary>A number of permits (lazy).</summary>
    Semaphore,

    /// <summary>A future that takes permits of a semaphore (lazy).</summary>
    Acquire,

    /// <summary>What wakes those who wait for it (lazy).</summary>
    Notify,

    /// <summary>A future that ends when it is notified (lazy).</summary>
    Notified,

    /// <summary>A bounded channel, its receiver with the body that made it (lazy).</summary>
    Channel,

    /// <summary>A future that sends a value into a channel (lazy).</summary>
    Send,

    /// <summary>A promise with an executor (eager).</summary>
    Promise,

    /// <summary>A promise that others settle (eager).</summary>
    Deferred,

    /// <summary>A reaction to fulfilment (eager).</summary>
    Then,

    /// <summary>A reaction to rejection (eager).</summary>
    Catch,

    /// <summary>A reaction to either (eager).</summary>
    Finally,

    /// <summary>A microtask callback (eager).</summary>
    Microtask,

    /// <summary>A next-tick callback (eager).</summary>
    NextTick,

    /// <summary>An immediate callback (eager).</summary>
    Immediate,

    /// <summary>A timer callback (eager).</summary>
    Timer,

    /// <summary>An abort controller (eager).</summary>
    Controller,

    /// <summary>A signal that follows the first of several (eager).</summary>
    AnySignal,

    /// <summary>A listener of a signal (eager).</summary>
    Listener,

    /// <summary>A listener for errors that callbacks throw (eager).</summary>
    UncaughtListener,

    /// <summary>A listener for the end of the program (eager).</summary>
    ExitListener,

    /// <summary>A network round trip (eager).</summary>
    Echo,
}
