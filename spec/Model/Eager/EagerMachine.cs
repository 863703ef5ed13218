using System.Runtime.InteropServices;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <summary>
/// Node's semantics: promises and their jobs as in ECMA-262, and the event loop of Node.js 20 with a main script or an
/// ES-module main (libuv 1.46: timers, then poll, check and timers in turn). Free are only the pool's order of finishing and whether a job that
/// ends at the very moment of a phase is seen by it. Strand 0 is the loop.
/// </summary>
internal sealed partial class EagerMachine : Machine
{
    private int[] stack = [];
    private int depth;
    private int[] link = [];
    private Line ticks;
    private Line immediates;
    private bool inMicrotasks;

    /// <inheritdoc/>
    public override bool MayChoose(in Event item) =>
        (Undelivered > 0 && FirstEnd() <= item.Time) || (!IsExact && loopTime < item.Time) || signals.MustSettle;

    /// <summary>Which queue the loop's current work came from, for messages.</summary>
    public Origin Origin { get; private set; }

    /// <summary>Whether the loop is in the middle of a synchronous section.</summary>
    public bool IsBusy => depth > 0;

    /// <inheritdoc/>
    public override Machine Create() => new EagerMachine();

    /// <inheritdoc/>
    public override int StrandOf(in Event item) =>
        item.Kind == EventKind.Unhandled ? 0
        : Code.Computations[item.Computation] is { Worker: >= 0 and var worker } ? worker
        : Code.Computations[item.Computation].Kind == ComputationKind.Blocking ? item.Computation
        : 0;

    /// <inheritdoc/>
    public override bool MayStep(int strand) =>
        strand == 0 || Code.Computations[strand].Kind is ComputationKind.Worker or ComputationKind.Blocking;

    /// <inheritdoc/>
    public override bool TryClaim(int strand, short thread) => strand == 0 ? thread == 0 : ClaimForJob(strand, thread);

    /// <inheritdoc/>
    public override short ThreadFor(int strand) => (short)strand;

    /// <inheritdoc/>
    public override bool TryStep(int strand) =>
        !IsOver
        && (
            strand == 0 ? Run(Now)
            : Code.Computations[strand].Kind == ComputationKind.Worker ? StepWorker(strand)
            : StepJob(strand)
        );

    /// <inheritdoc/>
    public override void Key(KeyWriter key)
    {
        WriteCommon(key);
        key.Add(depth, inMicrotasks ? 1 : 0);
        for (var i = 0; i < depth; i++)
            key.Add(stack[i]);
        WriteLine(key, ticks);
        WriteLine(key, immediates);
        WriteLine(key, checking);
        WriteWorkers(key);
        promises.Write(key);
        WriteTimers(key);
        signals.Write(key, armed);
        WriteLeaving(key);
    }

    protected override void OnBegin()
    {
        var (computations, sites) = (Code.Computations.Length, Code.Instructions.Length);
        Fit(ref stack, computations);
        Fit(ref link, 2 * computations);
        (ticks, immediates, checking) = (Line.Empty, Line.Empty, Line.Empty);
        stack[0] = 0;
        (depth, inMicrotasks, Origin) = (1, Code.Program.Module, Origin.Main);
        BeginWorkers();
        promises.Begin(Code);
        BeginTimers(computations + sites);
        phase = Code.Program.Module ? AfterModule : Phase.Timers;
        signals.Begin(Code, timerCount);
        BeginLeaving();
    }

    protected override void OnCopy(Machine other)
    {
        var from = (EagerMachine)other;
        Copy(ref stack, from.stack, Code.Computations.Length);
        Copy(ref link, from.link, 2 * Code.Computations.Length);
        (depth, ticks, immediates, inMicrotasks) = (from.depth, from.ticks, from.immediates, from.inMicrotasks);
        Origin = from.Origin;
        CopyWorkers(from);
        promises.CopyFrom(from.promises);
        CopyTimers(from);
        signals.CopyFrom(from.signals);
        CopyLeaving(from);
    }

    protected override bool OnAdvance(long time)
    {
        if (Run(time - 1) || !WorkersMayWait(time))
            return false;
        return depth == 0 || (IsComputing(stack[depth - 1]) && Bodies[stack[depth - 1]].Until >= time);
    }

    protected override long NextOwnTime() => IsOver ? long.MaxValue : Math.Min(NextWorkerTime(), NextLoopTime());

    private long NextLoopTime() => depth > 0 ? Ahead(Bodies[stack[depth - 1]].Until) : Math.Min(Ahead(NextTurn), Ahead(FirstEnd()));

    protected override void Make(int maker, Computation made)
    {
        switch (made.Kind)
        {
            case ComputationKind.Async or ComputationKind.Promise:
                stack[depth++] = made.Id;
                break;
            case ComputationKind.Sleep:
                StartSleep(made.Id, made.Duration, made.Id, made.Subject);
                break;
            case ComputationKind.Echo:
                EndJobAt(made.Id, EarliestEnd(made.Duration));
                break;
            case ComputationKind.Worker:
                MakeWorker(made);
                break;
            case ComputationKind.Message:
                MakeHandler(made);
                break;
            case ComputationKind.Blocking:
                Submit(made.Id);
                break;
            case ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally:
                React(made.Subject, JobKind.Handle, made.Id);
                break;
            case ComputationKind.Microtask:
                promises.Enqueue(JobKind.Call, made.Id);
                break;
            case ComputationKind.NextTick:
                Append(ref ticks, made.Id);
                break;
            case ComputationKind.Immediate:
                Append(ref immediates, made.Id);
                break;
            case ComputationKind.AnySignal or ComputationKind.Controller:
                signals.Make(made);
                break;
            case ComputationKind.UncaughtListener:
                Append(ref uncaught, made.Id);
                break;
            case ComputationKind.ExitListener:
                Append(ref exits, made.Id);
                break;
            case ComputationKind.Listener:
                signals.Listen(made.Id);
                break;
            case ComputationKind.Timer:
                Arm(made.Id, made.Duration, TimerKind.Call);
                break;
        }
    }

    protected override Signal Special(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        switch (at.Op)
        {
            case Op.Resolve or Op.Reject:
                return Settle(c, at);
            case Op.Post:
                return Post(c, at);
            case Op.Terminate:
                return Terminate(c, at);
            case Op.Clear:
                if (body.Stage == 0)
                {
                    body.Stage = 1;
                    return Emit(EventKind.Dropping, c, at.Target, at.Site);
                }

                Clear(at.Target);
                Next(c);
                return Emit(EventKind.Dropped, c, at.Target, at.Site);
            case Op.Exit:
                if (body.Stage == 0)
                {
                    body.Stage = 1;
                    return Emit(EventKind.Exiting, c, -1, at.Site);
                }

                Stop(Ending.Exited, Value.Unit);
                return Signal.Silent;
            case Op.Abort:
                if (body.Stage == 0)
                {
                    body.Stage = 1;
                    return Emit(EventKind.Aborting, c, at.Target, at.Site);
                }

                return Abort(c, at);
        }

        var subject = at.Op is Op.Await or Op.Timeout ? at.Target : -1;
        if (body.Stage == 0)
        {
            body.Stage = 1;
            return Emit(EventKind.Awaiting, c, subject, at.Site);
        }

        if (body.Stage == 1)
        {
            body.Stage = 2;
            Await(c, at);
            return Signal.Waiting;
        }

        if (at.Op == Op.Yield)
            return Resume(c, at, subject, Outcome.Value, Value.Unit);
        var promise = at.Op == Op.Await ? at.Target : promises.Anonymous(at.Site);
        var outcome = promises.StateOf(promise) == PromiseState.Rejected ? Outcome.Error : Outcome.Value;
        return Resume(c, at, subject, outcome, promises.ValueOf(promise));
    }

    /// <summary>Lets the loop run until it emits an event, no later than a time.</summary>
    private bool Run(long limit)
    {
        while (true)
        {
            if (depth > 0)
            {
                var c = stack[depth - 1];
                switch (Execute(c))
                {
                    case Signal.Emitted:
                        SeeTime();
                        return true;
                    case Signal.Paused when StopsAtPauses:
                        return Pause();
                    case Signal.Waiting when IsComputing(c):
                        return false;
                    case Signal.Waiting:
                        depth--;
                        break;
                    case Signal.Left:
                        depth--;
                        OnLeft(c);
                        break;
                }
            }
            else if (leaving)
            {
                return false;
            }
            else if (TookUncaught())
            {
                continue;
            }
            else if (parting >= 0)
            {
                DeliverNext(parting);
            }
            else if (!held && RunQueues())
            {
                continue;
            }
            else if (!held && ReportUnhandled())
            {
                SeeTime();
                return true;
            }
            else if (!RunPhase(limit) && !TryLeave())
            {
                return false;
            }
        }
    }

    /// <summary>Node's processTicksAndRejections: all ticks, then all microtasks, until both queues are empty.</summary>
    private bool RunQueues()
    {
        if (inMicrotasks && !promises.HasJobs)
            inMicrotasks = false;
        if (!inMicrotasks && ticks.First >= 0)
        {
            Origin = Origin.Tick;
            Push(Remove(ref ticks));
            return true;
        }

        if (!promises.HasJobs)
            return false;
        inMicrotasks = true;
        Origin = Origin.Microtask;
        RunJob();
        return true;
    }

    private void Push(int c) => stack[depth++] = c;

    private void Append(ref Line line, int c)
    {
        link[c] = -1;
        if (line.First < 0)
            line.First = c;
        else
            link[line.Last] = c;
        line.Last = c;
    }

    private int Remove(ref Line line)
    {
        var first = line.First;
        line.First = link[first];
        return first;
    }

    private bool Delete(ref Line line, int c)
    {
        var before = -1;
        for (var at = line.First; at >= 0; before = at, at = link[at])
        {
            if (at != c)
                continue;
            if (before < 0)
                line.First = link[c];
            else
                link[before] = link[c];
            if (line.Last == c)
                line.Last = before;
            return true;
        }

        return false;
    }

    private void WriteLine(KeyWriter key, Line line)
    {
        for (var c = line.First; c >= 0; c = link[c])
            key.Add(c);
        key.Add(-1);
    }

    /// <summary>A queue of callbacks, linked.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Line(int First, int Last)
    {
        public static Line Empty => new(-1, -1);
    }
}

/// <summary>Where the loop got its current work from.</summary>
internal enum Origin : byte
{
    /// <summary>The main module.</summary>
    Main,

    /// <summary>The nextTick queue.</summary>
    Tick,

    /// <summary>The promise jobs and microtasks.</summary>
    Microtask,

    /// <summary>The timers phase.</summary>
    Timer,

    /// <summary>A job of the pool that ended.</summary>
    Pool,

    /// <summary>The check phase.</summary>
    Immediate,
}
