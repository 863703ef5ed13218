using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>
/// Node's model of one thread: microtasks, timers, immediates, a pool for blocking work. Runs for real (<see cref="ForReal"/>) or
/// simulated (<see cref="Simulated"/>); the semantics are the same code.
/// </summary>
/// <remarks>
/// After the main script and after every single callback, the next-tick queue and the microtask queue are drained until both are
/// empty; only after one that threw the drain waits for the next callback. One iteration runs the callbacks of the pool's finished jobs and of the network's answers and messages of workers (poll), immediates (check), then due timers; a timer that is
/// due when the main script ends comes before the first iteration. Sources: the Node.js guide "The Node.js Event Loop"; libuv,
/// design overview, "The I/O loop" (1.45 and later: timers after poll); nodejs/node lib/internal/process/task_queues.js.
/// Not thread-safe: all members belong to the thread that runs the loop.
/// </remarks>
public sealed partial class EventLoop
{
    [ThreadStatic]
    private static EventLoop? current;

    private readonly JobQueue microtasks = new();
    private readonly JobQueue ticks = new();
    private readonly Immediates immediates;
    private readonly WorkerPool pool;
    private Promise? nothing;
    private Exception? fatal;
    private PromiseCore? root;
    private long stepsLeft;

    private EventLoop(Clock clock, WorkerPool pool, EventLoopFault fault)
    {
        Clock = clock;
        Faults = new FaultSwitch(fault);
        this.pool = pool;
        pool.Attach(this);
        Timers = new Timers(this);
        immediates = new Immediates(this);
        Rejections = new RejectionTracker(this);
    }

    /// <summary>A rejected promise had no handler when the queues were empty. Without a listener the loop fails with the reason.</summary>
    public event Action<PromiseCore>? UnhandledRejection;

    /// <summary>A handler was attached to a promise that was reported as unhandled before.</summary>
    public event Action<PromiseCore>? RejectionHandled;

    /// <summary>The loop that runs on this thread.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static EventLoop Current => current ?? throw NoLoop();

    /// <summary>The loop that runs on this thread, if one does.</summary>
    internal static EventLoop? Running => current;

    /// <summary>Milliseconds since the loop was made or reset; virtual in a simulation.</summary>
    public long Now => Clock.Now;

    /// <summary>After how many jobs, callbacks, reports of rejections, turns of the loop and steps of the pool a run counts as endless. Default: no limit.</summary>
    public long StepLimit { get; set; } = long.MaxValue;

    internal Clock Clock { get; }

    internal FaultSwitch Faults { get; }

    internal Timers Timers { get; }

    internal RejectionTracker Rejections { get; }

    /// <summary>The execution context of the loop's own callbacks.</summary>
    internal ExecutionContext Context { get; private set; } = null!;

    /// <summary>A promise without a value that is fulfilled: one serves a loop.</summary>
    internal Promise Nothing => nothing ??= MakeNothing();

    /// <summary>The method that is being suspended: handed from its builder to the awaiter.</summary>
    internal AsyncBox? Suspending { get; set; }

    /// <summary>Whether the main function was called already; only faults ask.</summary>
    internal bool MainStarted { get; set; }

    /// <summary>The number of the thread whose code runs now: 0 is the loop's own, pool threads count from 1.</summary>
    internal int CurrentThread => pool.CurrentThread;

    /// <summary>A loop in virtual time on one thread of the machine. The same choices give the same execution.</summary>
    /// <param name="choices">Decides whatever the loop is free in: which pool thread goes on, and when.</param>
    /// <param name="poolSize">How many jobs the pool runs at once, at least 1. Default 4, as UV_THREADPOOL_SIZE.</param>
    public static EventLoop Simulated(Choices choices, int poolSize = 4) => Simulated(choices, poolSize, EventLoopFault.None);

    /// <summary>A loop on the system's clock, with threads of the machine for the pool. It runs on the thread that calls <see cref="Run"/>.</summary>
    /// <param name="poolSize">How many jobs the pool runs at once, at least 1. Default 4, as UV_THREADPOOL_SIZE.</param>
    public static EventLoop ForReal(int poolSize = 4)
    {
        var clock = new SystemClock();
        return new EventLoop(clock, new ThreadedPool(clock, poolSize), EventLoopFault.None);
    }

    internal static EventLoop Simulated(Choices choices, int poolSize, EventLoopFault fault)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var clock = new VirtualClock();
        return new EventLoop(clock, new SimulatedPool(clock, choices, poolSize), fault);
    }

    /// <summary>Calls the main function and runs until nothing is left that could still run.</summary>
    /// <returns>What main returned.</returns>
    /// <exception cref="DeadlockException">Nothing can run any more, yet main waits.</exception>
    /// <exception cref="StepLimitException">The limit of steps was reached.</exception>
    /// <exception cref="InvalidOperationException">A loop runs on this thread already.</exception>
    /// <remarks>
    /// Also throws what main threw, and the first rejection or exception that nothing handled. After a failure what was queued stays so:
    /// call <see cref="Reset"/> before the next run.
    /// </remarks>
    public T Run<T>(Func<Promise<T>> main)
    {
        ArgumentNullException.ThrowIfNull(main);
        var promise = RunToEnd(main);
        return promise.State == PromiseState.Pending ? throw new DeadlockException(promise) : promise.Take();
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Func<Promise> main)
    {
        ArgumentNullException.ThrowIfNull(main);
        var promise = RunToEnd(main);
        if (promise.State == PromiseState.Pending)
            throw new DeadlockException(promise);
        promise.Take();
    }

    /// <summary>Back to the beginning: nothing queued, time 0 in a simulation. Listeners and limits stay.</summary>
    /// <exception cref="InvalidOperationException">The loop is running.</exception>
    public void Reset()
    {
        if (ReferenceEquals(current, this))
            throw new InvalidOperationException("The loop is running: reset it after Run has returned.");
        microtasks.Clear();
        ticks.Clear();
        Timers.Clear();
        immediates.Clear();
        Rejections.Clear();
        pool.Reset();
        Clock.Reset();
    }

    /// <summary>Runs a callback as a microtask (<c>queueMicrotask</c>).</summary>
    public void QueueMicrotask(Action callback) => Enqueue(new ActionJob(callback));

    /// <summary>Runs a callback before the microtasks that are queued (<c>process.nextTick</c>).</summary>
    public void NextTick(Action callback) => ticks.Enqueue(new ActionJob(callback));

    /// <summary>Runs a callback in the check phase (<c>setImmediate</c>); one that is made in that phase waits for the next iteration.</summary>
    public ImmediateHandle SetImmediate(Action callback) => immediates.Add(new ActionJob(callback));

    /// <summary>Runs a callback later (<c>setTimeout</c>).</summary>
    /// <param name="milliseconds">After how long; less than 1 or more than 2,147,483,647 counts as 1.</param>
    /// <param name="callback">What to run.</param>
    public TimerHandle SetTimer(long milliseconds, Action callback) => Timers.Arm(milliseconds, new ActionJob(callback));

    /// <summary>A promise that is fulfilled after a time; its timer is armed now.</summary>
    /// <param name="milliseconds">After how long; less than 1 or more than 2,147,483,647 counts as 1.</param>
    /// <param name="signal">Rejects the promise with <see cref="AbortException"/> when it aborts; aborted already, no timer is armed.</param>
    public Promise Sleep(long milliseconds, AbortSignal? signal = null)
    {
        var promise = new Promise(this);
        SleepJob<Unit>.Begin(promise, default, milliseconds, signal);
        return promise;
    }

    /// <summary>As <see cref="Sleep(long, AbortSignal?)"/>, with a value.</summary>
    public Promise<T> Sleep<T>(long milliseconds, T value, AbortSignal? signal = null)
    {
        var promise = new Promise<T>(this);
        SleepJob<T>.Begin(promise, value, milliseconds, signal);
        return promise;
    }

    /// <summary>Holds the loop's thread, as a long calculation does: nothing else of the loop runs. In a simulation time passes and the pool works meanwhile.</summary>
    /// <param name="milliseconds">For how long, at least 0.</param>
    public void Compute(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        var end = Now + milliseconds;
        if (Faults.Any)
            PhaseFaults.BeforeHold(this, end);
        pool.Hold(end);
        if (Faults.Any)
            PhaseFaults.AfterHold(this);
    }

    /// <summary>Runs to the end, however main ended; it may be pending still.</summary>
    internal TPromise RunToEnd<TPromise>(Func<TPromise> main)
        where TPromise : PromiseCore
    {
        if (current is not null)
            throw new InvalidOperationException(
                "A loop runs on this thread already: await the promise instead of running a loop inside a loop."
            );
        current = this;
        Context = ExecutionContext.Capture()!;
        stepsLeft = StepLimit;
        fatal = null;
        MainStarted = false;
        IsLeaving = false;
        OwesDrain = false;
        try
        {
            var promise = main();
            promise.MarkHandled();
            root = promise;
            Turn();
            Leave();
            return promise;
        }
        catch (Exception) when (fatal is null)
        {
            Leave();
            throw;
        }
        finally
        {
            pool.Stop();
            current = null;
            // An exit leaves methods in the middle, and so in their contexts.
            if (!ReferenceEquals(ExecutionContext.Capture(), Context))
                ExecutionContext.Restore(Context);
        }
    }

    internal void Enqueue(Job job) => microtasks.Enqueue(job);

    internal void EnqueueTick(Job job) => (Faults.Is(EventLoopFault.TicksAmongMicrotasks) ? microtasks : ticks).Enqueue(job);

    internal ImmediateHandle AddImmediate(Job job) => immediates.Add(job);

    /// <summary>Lets threads of the pool go first, if a schedule says so: between any two statements of the loop's thread.</summary>
    internal void Interleave()
    {
        if (pool.IsBusy)
            pool.Interleave();
    }

    /// <summary>Ends the run with an error that no program can catch.</summary>
    internal void Fail(Exception error)
    {
        fatal ??= error;
        stepsLeft = 0;
    }

    /// <summary>Runs the timers that are due at a time as if on another thread: only a fault does so.</summary>
    internal void RunOnThread(int thread, long time)
    {
        pool.Hold(Math.Max(time, Now));
        var before = pool.CurrentThread;
        pool.CurrentThread = thread;
        Timers.RunDue();
        pool.CurrentThread = before;
    }

    /// <summary>Runs a callback of the poll phase, then drains the queues.</summary>
    internal void Call(Job job)
    {
        Execute(job);
        DrainBetween();
    }

    /// <summary>Drains the queues after a callback of a phase.</summary>
    /// <returns>Whether it came to the end.</returns>
    internal bool DrainBetween() => Faults.Is(EventLoopFault.DrainsOnceAPhase) || Drain();

    /// <summary>Runs ticks, then microtasks, until both queues are empty; then reports rejections that nobody handled, and begins again if that queued something.</summary>
    /// <returns>Whether it came to the end: a tick that throws leaves the rest for the next drain.</returns>
    internal bool Drain()
    {
        OwesDrain = false;
        var limit = Faults.Has(EventLoopFault.PartialDrain) ? microtasks.Count : int.MaxValue;
        do
        {
            while (ticks.Count > 0)
            {
                if (!Execute(ticks.Dequeue()))
                    return false;
            }

            while (microtasks.Count > 0 && limit-- > 0)
                Execute(NextMicrotask());
        } while (ticks.Count > 0 || Rejections.Report());
        return true;
    }

    /// <summary>Takes the method that is being suspended, if any.</summary>
    internal AsyncBox? TakeSuspending()
    {
        var box = Suspending;
        Suspending = null;
        return box;
    }

    /// <summary>Counts a step of the run.</summary>
    internal void CountStep()
    {
        if (--stepsLeft < 0)
            throw fatal ??= new StepLimitException(StepLimit);
    }

    internal bool ReportUnhandled(PromiseCore promise)
    {
        if (UnhandledRejection is null)
            return false;
        CountStep();
        UnhandledRejection(promise);
        return true;
    }

    internal void ReportHandled(PromiseCore promise) => RejectionHandled?.Invoke(promise);

    private static InvalidOperationException NoLoop() =>
        new("No event loop runs on this thread: call this from a function that EventLoop.Run runs.");

    private void Turn()
    {
        var module = MainIsModule && !Faults.Is(EventLoopFault.ModuleAsScript);
        if (module)
            FinishMicrotasks();
        Drain();
        if (IsAlive && !module)
            Timers.RunDue();
        for (; IsAlive; module = false)
        {
            CountStep();
            // A module is evaluated in a callback of the poll phase.
            if (!module)
                pool.Poll(immediates.Count > 0 || microtasks.Count > 0 ? Now : Timers.NextTurn);
            if (immediates.Count > 0 && Timers.NextTurn <= Now && Faults.Is(EventLoopFault.TimersBeforeImmediates))
                Timers.RunDue();
            immediates.Run();
            if (Faults.Has(EventLoopFault.DrainsOnceAPhase))
                Drain();
            Timers.RunDue();
            if (Faults.Has(EventLoopFault.DrainsOnceAPhase))
                Drain();
            if (microtasks.Count > 0 && Faults.Is(EventLoopFault.PartialDrain))
                Drain();
        }

        if (fatal is not null)
            throw fatal;
    }

    private bool IsAlive =>
        (Timers.Count > 0 || immediates.Count > 0 || pool.Outstanding > 0 || microtasks.Count > 0)
        && (root!.State == PromiseState.Pending || !Faults.Is(EventLoopFault.EndsWithMain));

    private Job NextMicrotask() =>
        microtasks.Count > 1 && Faults.Is(EventLoopFault.NewestMicrotaskFirst) ? microtasks.DequeueNewest() : microtasks.Dequeue();

    private Promise MakeNothing()
    {
        var promise = new Promise(this);
        promise.Fulfil(default);
        return promise;
    }
}
