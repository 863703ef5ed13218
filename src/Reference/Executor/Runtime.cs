using System.Globalization;
using System.Runtime.ExceptionServices;
using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>
/// An executor of lazy futures: polls tasks, turns timers, runs blocking jobs. For real it uses OS threads and the system's clock;
/// simulated, one OS thread, virtual time, and <see cref="Choices"/> that decide whatever a runtime is free to do.
/// </summary>
/// <remarks>Tokio: <c>runtime::Runtime</c>. Times are whole milliseconds since the runtime was made.</remarks>
public sealed partial class Runtime : IDisposable
{
    private readonly Clock clock;
    private readonly VirtualClock virtualClock = new();
    private readonly Choices choices;
    private TaskCell? newest;
    private TaskCell? oldest;
    private Exception? failure;
    private int spawned;
    private int driving;
    private bool closed;

    private Runtime(int workers, RuntimeOptions options)
    {
        if (options.MaxBlockingThreads < 1)
            throw new ArgumentException("MaxBlockingThreads must be at least 1.", nameof(options));
        if (options.Paused && (options.Simulation is null || workers > 0))
            throw new ArgumentException("Only the clock of a simulated current-thread runtime can be paused.", nameof(options));
        Faults = options.Faults;
        Workers = workers;
        IsSimulated = options.Simulation is not null;
        IsPaused = options.Paused;
        clock = IsSimulated ? virtualClock : new SystemClock();
        choices = options.Simulation ?? new FairBranches();
        Gate = IsSimulated ? null : new object();
        Timers = new TimerQueue(this, Gate);
        Scheduler = workers == 0 ? new CurrentThreadScheduler(this) : new MultiThreadScheduler(this, workers);
        Pool = new BlockingPool(this, options.MaxBlockingThreads, Scheduler.Lanes.Length);
        Driver = IsSimulated ? new Simulator(this, virtualClock) : new ThreadDriver(this, options.EndsWhenStuck);
    }

    /// <summary>After how many steps a simulated execution counts as endless; 100 000 by default.</summary>
    public long StepLimit { get; set; } = 100_000;

    /// <summary>Milliseconds since the runtime was made.</summary>
    public long Now => clock.Now;

    /// <summary>Whether choices decide and time is virtual.</summary>
    public bool IsSimulated { get; }

    /// <summary>The number of the runtime's thread that calls this: 0 for the one in BlockOn and any other, then the workers, then the blocking pool.</summary>
    public int ThreadNumber => Driver.Current?.Number ?? 0;

    /// <summary>How many worker threads poll tasks; 0 when the thread that calls BlockOn does.</summary>
    public int Workers { get; }

    internal ExecutorFaults Faults { get; }

    /// <summary>Guards all scheduling state for real; null in simulation, where there is one thread.</summary>
    internal object? Gate { get; }

    /// <summary>How many polls of tasks are going on, one inside the other; in simulation.</summary>
    internal int Polls { get; set; }

    internal TimerQueue Timers { get; }

    internal Scheduler Scheduler { get; }

    internal BlockingPool Pool { get; }

    internal Driver Driver { get; }

    /// <summary>A runtime whose tasks are all polled by the thread that calls BlockOn.</summary>
    public static Runtime CurrentThread(RuntimeOptions? options = null) => new(0, options ?? new RuntimeOptions());

    /// <summary>A runtime whose spawned tasks are polled by workers that steal work from one another.</summary>
    /// <param name="workers">How many, at least 1; fixed.</param>
    /// <param name="options">How it is built.</param>
    public static Runtime MultiThread(int workers, RuntimeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return new Runtime(workers, options ?? new RuntimeOptions());
    }

    /// <summary>Polls a future on this thread until it completes, and runs the runtime meanwhile. Spawned tasks that are unfinished stay as they are.</summary>
    /// <exception cref="PanicException">The future panicked, or BlockOn runs already: one at a time but for blocking jobs, never inside a task.</exception>
    /// <exception cref="DeadlockException">Simulated: nothing can run any more.</exception>
    /// <exception cref="StepLimitException">Simulated: no end after <see cref="StepLimit"/> steps.</exception>
    public T BlockOn<T>(Future<T> future)
    {
        Drive(future);
        return future.Take().Value;
    }

    /// <summary>Polls a future on this thread until it completes, and runs the runtime meanwhile.</summary>
    /// <exception cref="PanicException">The future panicked, or BlockOn runs already: one at a time but for blocking jobs, never inside a task.</exception>
    /// <exception cref="DeadlockException">Simulated: nothing can run any more.</exception>
    /// <exception cref="StepLimitException">Simulated: no end after <see cref="StepLimit"/> steps.</exception>
    public void BlockOn(Future future)
    {
        Drive(future);
        if (future.TakeError() is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Makes a task of a future: it runs on its own whenever the runtime runs. After shutdown it is cancelled at once.</summary>
    /// <param name="future">What the task polls; used up.</param>
    /// <param name="name">For messages; a number by default.</param>
    public JoinHandle<T> Spawn<T>(Future<T> future, string? name = null) => new(Launch(future, name), future);

    /// <summary>Makes a task of a future without a value.</summary>
    /// <param name="future">What the task polls; used up.</param>
    /// <param name="name">For messages; a number by default.</param>
    public JoinHandle<Unit> Spawn(Future future, string? name = null) => new(Launch(future, name), future);

    /// <summary>Ticks now and then every so many milliseconds.</summary>
    /// <param name="period">At least 1.</param>
    /// <param name="missed">What a tick that is taken late does to the next; nothing by default.</param>
    public Interval Interval(long period, MissedTicks missed = MissedTicks.Burst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        return new Interval(this, period, missed);
    }

    /// <summary>A set of tasks of this runtime, empty at first.</summary>
    public JoinSet<T> JoinSet<T>() => new(this);

    /// <summary>Runs a function on a thread of the blocking pool, without being awaited.</summary>
    /// <param name="function">May block. Runs in one step in simulation.</param>
    /// <param name="name">For messages; a number by default.</param>
    public JoinHandle<T> SpawnBlocking<T>(Func<T> function, string? name = null) => SpawnBlocking(new FunctionWork<T>(function), name);

    /// <summary>Runs a job on a thread of the blocking pool, without being awaited; in simulation other threads' steps come between its steps.</summary>
    /// <param name="work">The job.</param>
    /// <param name="name">For messages; a number by default.</param>
    public JoinHandle<T> SpawnBlocking<T>(BlockingWork<T> work, string? name = null)
    {
        var job = new BlockingJob(this, work, name ?? NextName());
        Submit(job);
        return new JoinHandle<T>(job, work);
    }

    /// <summary>Ready after that long. The deadline is fixed now; it fires in the order of deadlines, equal ones in the order of first polls.</summary>
    /// <param name="milliseconds">At least 0. For real never early: rounded up to the next tick of the clock.</param>
    public Future Sleep(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        return new Sleep(this, milliseconds);
    }

    /// <summary>Waits for a future until a deadline that is fixed now; then drops it and throws <see cref="ElapsedException"/>. A future that is ready in the same poll wins.</summary>
    /// <param name="milliseconds">At least 0.</param>
    /// <param name="future">Used up.</param>
    public Future<T> Timeout<T>(long milliseconds, Future<T> future)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        return new Timeout<T>(this, milliseconds, future);
    }

    /// <summary>Waits for the first of these, as one task, and drops the others before it completes. Each poll begins with a branch chosen anew.</summary>
    /// <remarks>A panic in a branch passes on; an error is that branch's result. Tokio: <c>select!</c> without <c>biased</c>.</remarks>
    public Future<(int Index, Result<T> Result)> Select<T>(params Future<T>[] futures) => new Select<T>(this, futures, isBiased: false);

    /// <summary>A <see cref="Select"/> whose polls begin with the first branch each time and go on in the order given.</summary>
    /// <remarks>Tokio: <c>select!</c> with <c>biased</c>.</remarks>
    public Future<(int Index, Result<T> Result)> SelectBiased<T>(params Future<T>[] futures) =>
        new Select<T>(this, futures, isBiased: true);

    /// <summary>A <see cref="Select{T}(Future{T}[])"/> whose branches can be disabled: from the beginning, or by how their futures end.</summary>
    /// <param name="branches">In declared order; their futures are dropped before this completes.</param>
    /// <param name="hasElse">Whether it completes with the index -1 when all branches are disabled; otherwise that is a panic.</param>
    /// <remarks>Tokio: <c>select!</c> with preconditions, patterns and <c>else</c>.</remarks>
    public Future<(int Index, Result<T> Result)> Select<T>(Branch<T>[] branches, bool hasElse = false) =>
        Executor.Select<T>.Of(this, branches, isBiased: false, hasElse);

    /// <summary>A <see cref="Select{T}(Branch{T}[], bool)"/> whose polls begin with the first branch each time and go on in the order given.</summary>
    /// <inheritdoc cref="Select{T}(Branch{T}[], bool)"/>
    public Future<(int Index, Result<T> Result)> SelectBiased<T>(Branch<T>[] branches, bool hasElse = false) =>
        Executor.Select<T>.Of(this, branches, isBiased: true, hasElse);

    /// <summary>Holds the thread: no other task is polled by it meanwhile.</summary>
    /// <param name="milliseconds">At least 0.</param>
    public Future Compute(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        return new Hold(this, Occupation(milliseconds));
    }

    /// <summary>A point inside a poll where, in simulation, other threads may take steps; the poll goes on afterwards. For real it is nothing.</summary>
    public Future Point() => new Hold(this, 0);

    /// <summary>
    /// Ends the runtime: polls in progress return, unfinished tasks are dropped where they are suspended, blocking jobs that have started end.
    /// </summary>
    /// <exception cref="InvalidOperationException">A task failed to clean up; all others were dropped nevertheless.</exception>
    public void Shutdown()
    {
        if (closed)
            return;
        closed = true;
        failure = null;
        Driver.FinishPolls();
        if (oldest is not null && Faults.Is(ExecutorFault.ShutdownWaitsForTasks))
            Driver.FinishTasks();
        while (oldest is { } task && !Faults.Is(ExecutorFault.ShutdownLeaksTasks))
            DropAtShutdown(task);

        Timers.Close();
        CancelWaitingJobs();
        if (!Faults.Is(ExecutorFault.ShutdownLeavesJobs))
            Driver.FinishJobs();
        if (failure is not null)
            throw new InvalidOperationException($"A task failed to clean up at shutdown: {failure.Message}", failure);
    }

    /// <summary>The same as <see cref="Shutdown"/>.</summary>
    public void Dispose() => Shutdown();

    /// <summary>Makes a simulated runtime new again after <see cref="Shutdown"/>, for the next execution.</summary>
    public void Reset()
    {
        Scheduler.Reset();
        Timers.Reset();
        Pool.Reset();
        Driver.Reset();
        newest = null;
        oldest = null;
        spawned = 0;
        closed = false;
    }

    internal int Choose(ChoicePoint point, int options) => choices.Choose(point, options);

    /// <summary>When a sleep of that length that is made now is over.</summary>
    internal long DeadlineAfter(long milliseconds)
    {
        if (milliseconds > 0 && Faults.Is(ExecutorFault.SleepsTooShort))
            milliseconds--;
        var now = Now + (IsSimulated ? 0 : 1);
        return milliseconds < long.MaxValue - now ? now + milliseconds : long.MaxValue;
    }

    internal void Schedule(TaskCell task)
    {
        if (task.Home is null)
            Scheduler.Push(task, Driver.Current);
        NotifyDriver();
    }

    internal void ScheduleAfterPoll(TaskCell task)
    {
        if (task.Home is null)
            Scheduler.PushAfterPoll(task, Driver.Current);
        NotifyDriver();
    }

    /// <summary>A task gives way: it is woken after the driver's turn.</summary>
    /// <returns>Whether it is kept until then; if not, it is woken at once.</returns>
    internal bool TryDefer(TaskCell task)
    {
        var isKept = task.Home is null && Scheduler.TryDefer(task, Driver.Current);
        NotifyDriver();
        return isKept;
    }

    /// <summary>What a task polls gives way, and several tasks may wait for that.</summary>
    /// <returns>Whether the waker is kept until the driver's turn.</returns>
    internal bool TryKeep(TaskCell task, Waker waker) => task.Home is null && Scheduler.TryKeep(waker, Driver.Current);

    /// <summary>While the runtime shuts down: the oldest unfinished task that is not polled.</summary>
    internal TaskCell? OldestAtRest()
    {
        var task = oldest;
        while (task is { IsBusy: true })
            task = task.Next;
        return task;
    }

    /// <summary>Drops a task where it is suspended.</summary>
    internal void DropAtShutdown(TaskCell task)
    {
        var failed = task.Cancel();
        failure ??= failed;
    }

    /// <summary>A task is over.</summary>
    internal void Forget(TaskCell task)
    {
        if (task.Previous is { } previous)
            previous.Next = task.Next;
        else if (oldest == task)
            oldest = task.Next;
        if (task.Next is { } next)
            next.Previous = task.Previous;
        else if (newest == task)
            newest = task.Previous;
        task.Previous = null;
        task.Next = null;
        NotifyDriver();
    }

    internal void Submit(BlockingJob job)
    {
        if (closed)
        {
            job.Finish(new JoinException(null));
            return;
        }

        if (Faults.Is(ExecutorFault.BlockingWaitsForAwait))
            return;
        if (Faults.Is(ExecutorFault.BlockingRunsInline))
        {
            job.RunInline();
            return;
        }

        if (Gate is null)
        {
            Pool.Submit(job);
            return;
        }

        lock (Gate)
        {
            Pool.Submit(job);
            Driver.Notify();
        }
    }

    /// <summary>Who waits for what, the root first.</summary>
    internal string DescribeWaiting()
    {
        var waiting = new List<string>();
        for (var task = oldest; task is not null; task = task.Next)
            waiting.Add(task.Describe());
        if (Scheduler.Root is { IsDone: false } root)
            waiting.Insert(0, root.Describe());
        return string.Join("; ", waiting) + ".";
    }

    private void CancelWaitingJobs()
    {
        if (Gate is null)
        {
            Pool.CancelWaiting();
            return;
        }

        lock (Gate)
            Pool.CancelWaiting();
    }

    internal TaskCell Launch(Future future, string? name)
    {
        var task = new TaskCell(this, future, name ?? NextName());
        if (closed)
            _ = task.Cancel();
        else if (Gate is null)
            Add(task);
        else
            lock (Gate)
                Add(task);
        return task;
    }

    private void Add(TaskCell task)
    {
        task.Previous = newest;
        if (newest is null)
            oldest = task;
        else
            newest.Next = task;
        newest = task;
        if (Faults.Is(ExecutorFault.SpawnPollsInline))
            task.PollInline();
        else if (!Faults.Is(ExecutorFault.SpawnWaitsForAwait))
            task.Wake();
    }

    private void NotifyDriver()
    {
        if (!IsSimulated)
            Driver.Notify();
    }

    private string NextName() => Interlocked.Increment(ref spawned).ToString(CultureInfo.InvariantCulture);
}
