namespace Conformance.Spec.Programs;

/// <summary>One statement of a program. Names of computations and variables are unique in their program.</summary>
public abstract record Statement;

/// <summary>A statement that makes a named computation.</summary>
/// <param name="Name">The computation's name.</param>
public abstract record Definition(string Name) : Statement;

/// <summary><c>log "a" v</c>: observable output, the text and the values joined by spaces.</summary>
public sealed record Log(string Text, Sequence<Operand> Values) : Statement;

/// <summary><c>let n = 0</c>: a counter, shared by every body that is nested in its scope.</summary>
public sealed record Let(string Name, long Initial) : Statement;

/// <summary><c>n += 1</c>: adds to a counter, atomically.</summary>
public sealed record Add(string Name, long Amount) : Statement;

/// <summary><c>x = async { … }</c>. Eager: the body runs now, to its first suspension. Lazy: nothing runs.</summary>
public sealed record Async(string Name, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>x = sleep 10</c>: a timer as a computation; its deadline is fixed here. <c>signal c</c> (eager) makes it abortable.</summary>
public sealed record SleepLater(string Name, long Duration, string? Signal) : Definition(Name);

/// <summary><c>s = echo 10</c> (eager): a network round trip that is answered after that long; no thread waits for it.</summary>
public sealed record Echo(string Name, long Duration) : Definition(Name);

/// <summary><c>h = blocking { … }</c>: log, compute, return, throw and panic, in lazy programs block-on too, off the executor.</summary>
public sealed record Blocking(string Name, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>w = worker { … }</c> (eager): a thread of its own; what its bodies use from outside are copies, made now.</summary>
public sealed record Worker(string Name, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>m = on-message w (v) { … }</c> (eager): handles the next message of the worker that nothing handles yet; in the worker, without its name, of its maker.</summary>
public sealed record OnMessage(string Name, string? Target, string? Parameter, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>post w v</c> (eager): sends a copy of a value to the worker; in the worker, without its name, to its maker. A computation cannot be copied.</summary>
public sealed record Post(string? Target, Operand Value) : Statement;

/// <summary><c>terminate w</c> (eager): stops the worker, whatever it does.</summary>
public sealed record Terminate(string Target) : Statement;

/// <summary><c>v = await x</c>. Lazy: polls it in place and uses it up; <c>await &amp;x</c> borrows it instead.</summary>
public sealed record Await(string? Binding, string Target, bool Borrow) : Statement;

/// <summary><c>sleep 10</c>: makes a timer and awaits it. <c>signal c</c> (eager) makes it abortable.</summary>
public sealed record Sleep(long Duration, string? Signal) : Statement;

/// <summary><c>yield</c>: gives way once. Eager: an await of nothing. Lazy: <c>yield_now</c>.</summary>
public sealed record Yield : Statement;

/// <summary><c>compute 10</c>: holds the thread for that many time units.</summary>
public sealed record Compute(long Duration) : Statement;

/// <summary><c>advance 10</c> (lazy): moves a paused clock on by that many time units, then gives way once.</summary>
public sealed record Advance(long Duration) : Statement;

/// <summary><c>in-place { … }</c> (lazy): log, counters and compute on the task's own thread, which first hands its worker over to another.</summary>
public sealed record InPlace(Sequence<Statement> Body) : Statement;

/// <summary><c>v = join a b</c> and its kin: combines computations and awaits the combination.</summary>
public sealed record Combine(CombinatorKind Kind, string? Binding, Sequence<string> Targets) : Statement;

/// <summary>
/// <c>v = select { branch x if n; branch y is 5 } else 0</c> (lazy): a select with branches that can be disabled, and the value when all are.
/// What stands before a branch is its expression.
/// </summary>
public sealed record SelectBlock(CombinatorKind Kind, string? Binding, Sequence<Statement> Body, Operand? Else) : Statement;

/// <summary><c>branch x is 5 if n</c>: a branch of a select. Disabled from the beginning when n is 0, and once x has ended with anything but 5.</summary>
public sealed record Branch(string Target, Literal? Pattern = null, Operand? Condition = null) : Statement;

/// <summary><c>v = timeout 10 x</c>: awaits x for at most that long, then throws <c>elapsed</c>.</summary>
public sealed record Timeout(string? Binding, long Duration, string Target) : Statement;

/// <summary><c>return v</c>. Eager: returning a computation adopts it.</summary>
public sealed record Return(Operand? Value) : Statement;

/// <summary><c>throw "e"</c>. Eager: a rejection. Lazy: an error result, passed on at each await.</summary>
public sealed record Throw(string Message) : Statement;

/// <summary><c>try { … } catch e { … }</c>: catches what <c>throw</c> threw, never a panic or a cancellation.</summary>
public sealed record Try(Sequence<Statement> Body, string Binding, Sequence<Statement> Handler) : Statement;

/// <summary><c>defer { log … }</c>: runs when the body is left by any way, last one first: a drop guard, a finally.</summary>
public sealed record Defer(Sequence<Statement> Body) : Statement;

/// <summary><c>h = spawn x</c> (lazy): a task of its own. <c>h = spawn x in s</c>: a member of the join set s, which can be aborted by its name.</summary>
public sealed record Spawn(string Name, string Target, string? Set = null) : Definition(Name);

/// <summary><c>abort x</c>: of a task, a job or all members of a join set (lazy), or of a controller (eager), there with a reason if need be: <c>abort c "stop"</c>.</summary>
public sealed record Abort(string Target, string? Reason = null) : Statement;

/// <summary>
/// <c>v = block-on x</c> (lazy): drives x on this thread until it ends. A job off the executor may; in an async body it panics with
/// <c>block-on inside a task</c>.
/// </summary>
public sealed record BlockOn(string? Binding, string Target) : Statement;

/// <summary><c>s = join-set</c> (lazy): a set of tasks. Dropping it aborts them.</summary>
public sealed record JoinSet(string Name) : Definition(Name);

/// <summary><c>i = interval 10 skip</c> (lazy): ticks now and then every so many units; what is missed is made up for in a burst, if nothing is said.</summary>
public sealed record Interval(string Name, long Period, MissedTicks Missed) : Definition(Name);

/// <summary>
/// <c>v = next s</c> (lazy): awaits the outcome of the member of a join set that ended first and was not taken yet, an interval's next
/// tick, whose value is the time that it was due, or the next value of a channel.
/// </summary>
public sealed record AwaitNext(string? Binding, string Target) : Statement;

/// <summary><c>s = semaphore 2</c> (lazy): so many permits; whoever waits for some is served in turn.</summary>
public sealed record Semaphore(string Name, int Permits) : Definition(Name);

/// <summary><c>a = acquire s</c>, <c>a = acquire 2 s</c> (lazy): a future that takes permits of a semaphore, for good; in the queue from its first poll on. It logs its polls.</summary>
public sealed record Acquire(string Name, int Permits, string Target) : Definition(Name);

/// <summary><c>release s</c>, <c>release 2 s</c> (lazy): gives permits to a semaphore, whoever took them.</summary>
public sealed record Release(int Permits, string Target) : Statement;

/// <summary><c>n = notify</c> (lazy): wakes those who wait for it, one or all.</summary>
public sealed record Notify(string Name) : Definition(Name);

/// <summary><c>w = notified n</c> (lazy): a future that ends when it is notified; in the queue from its first poll on. It logs its polls.</summary>
public sealed record Notified(string Name, string Target) : Definition(Name);

/// <summary><c>notify-one n</c> (lazy): notifies the first in the queue; with nobody there, whoever comes next. Several such are one.</summary>
public sealed record NotifyOne(string Target) : Statement;

/// <summary><c>notify-waiters n</c> (lazy): notifies all that have been made and not been notified.</summary>
public sealed record NotifyWaiters(string Target) : Statement;

/// <summary><c>c = channel 2</c> (lazy): has room for so many values, which <c>next c</c> takes in the order in which they were sent.</summary>
public sealed record Channel(string Name, int Room) : Definition(Name);

/// <summary>
/// <c>x = send c 5</c> (lazy): a future that sends a number or a text into a channel. When that is full it waits, in the queue from its first
/// poll on. It logs its polls.
/// </summary>
public sealed record Send(string Name, string Target, Literal Value) : Definition(Name);

/// <summary><c>clear t</c> (eager): a timer or an immediate that has not begun never runs.</summary>
public sealed record Clear(string Target) : Statement;

/// <summary><c>drop x</c> (lazy): a future is cancelled, a handle is detached.</summary>
public sealed record Drop(string Target) : Statement;

/// <summary>
/// <c>p = probe 2 wakes 1</c> (lazy): a leaf future that is pending so many times, logs each poll, and wakes its task so many times while it is pending.
/// <c>cycles 200</c>: before it is ready it takes and returns a permit so often, each time an operation on the budget of its task's poll.
/// </summary>
public sealed record Probe(string Name, int Pending, int Wakes, int Cycles = 0) : Definition(Name);

/// <summary><c>wake p</c> (lazy): calls the waker that the probe registered last, if any.</summary>
public sealed record Wake(string Target) : Statement;

/// <summary><c>s = share x</c> (lazy): x for many readers; it still runs once.</summary>
public sealed record Share(string Name, string Target) : Definition(Name);

/// <summary><c>panic "e"</c> (lazy): unwinds the whole task; no <c>try</c> catches it.</summary>
public sealed record Panic(string Message) : Statement;

/// <summary><c>p = promise { … }</c> (eager): the executor runs at once and may <c>resolve p</c> or <c>reject p</c>, now or from a callback it makes.</summary>
public sealed record MakePromise(string Name, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>deferred p</c> (eager): a promise that others settle.</summary>
public sealed record Deferred(string Name) : Definition(Name);

/// <summary><c>resolve p v</c> (eager): with a computation, p follows it.</summary>
public sealed record Resolve(string Target, Operand? Value) : Statement;

/// <summary><c>reject p "e"</c> (eager).</summary>
public sealed record Reject(string Target, string Message) : Statement;

/// <summary><c>r = then p (v) { … }</c> (eager): the promise of what the handler returns.</summary>
public sealed record Then(string Name, string Target, string? Parameter, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>r = catch p (e) { … }</c> (eager).</summary>
public sealed record Catch(string Name, string Target, string? Parameter, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>r = finally p { … }</c> (eager).</summary>
public sealed record Finally(string Name, string Target, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>m = microtask { … }</c>, <c>next-tick</c>, <c>immediate</c>, <c>t = timer 10 { … }</c> and <c>x = on-exit { … }</c> (eager): a callback for later.</summary>
public sealed record Callback(CallbackKind Kind, string Name, long Delay, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>u = on-uncaught (e) { … }</c> (eager): takes the next error that a callback throws, once; without it such an error ends the program.</summary>
public sealed record OnUncaught(string Name, string? Parameter, Sequence<Statement> Body) : Definition(Name);

/// <summary><c>exit</c> (eager): ends the program at once; only the listeners that <c>x = on-exit { … }</c> made still run.</summary>
public sealed record Exit : Statement;

/// <summary><c>c = controller</c> (eager): an AbortController.</summary>
public sealed record Controller(string Name) : Definition(Name);

/// <summary><c>d = any-signal c1 c2</c> (eager): a signal that follows the first of these that aborts.</summary>
public sealed record AnySignal(string Name, Sequence<string> Targets) : Definition(Name);

/// <summary><c>l = listen c (e) { … }</c> (eager): a listener of a signal; it runs inside the <c>abort</c>, with the reason.</summary>
public sealed record Listen(string Name, string Target, string? Parameter, Sequence<Statement> Body) : Definition(Name);
