using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Polling: what a statement does each time its body is polled.</content>
internal sealed partial class LazyMachine
{
    /// <summary>How many operations one poll of a task may do.</summary>
    private const int Budget = 128;

    private const string UsedUp = "polled after completion";

    protected override Signal Special(int c, Instruction at)
    {
        if (at.Op is Op.Abort or Op.Drop or Op.Wake or Op.Release or Op.NotifyOne or Op.NotifyWaiters)
            return Affect(c, at);
        if (at.Op == Op.BlockOn)
            return IsJob(c) ? Drive(c, at) : Refuse(c, at);
        if (at.Op == Op.EnterInPlace)
            return HandOver(c);
        if (at.Op == Op.EnterSelect)
            return EnterSelect(c, at);
        if (at.Op == Op.Branch)
            return Next(c);
        ref var body = ref Bodies[c];
        ref var part = ref parts[c];
        var subject = at.Op is Op.Await or Op.Timeout or Op.Next ? at.Target : -1;
        switch (body.Stage)
        {
            case 0:
                body.Stage = 1;
                (part.Round, part.Answered) = (0, 0);
                if (at.Op is Op.Sleep or Op.Timeout)
                    timers.Set(c, Now + at.Number, waker: -1);
                if (at.Op == Op.Combine)
                    (choosing, part.IsCounted) = (choosing + 1, !at.IsSelect && Runtime.Join != JoinOrder.Unspecified);
                return Emit(EventKind.Awaiting, c, subject, at.Site, value: EnabledOf(at, ref part));
            case 1:
                body.Stage = 2;
                (part.Index, part.Answer) = (0, Answer.None);
                part.Start = FirstChild(at, ref part);
                return Signal.Silent;
            case 2:
                return PollStatement(c, at);
            default:
                return at.HasBranches ? EndSelect(c, at) : Resume(c, at, subject, body.Outcome, body.Value, IsOpenTick(at));
        }
    }

    /// <summary>Nobody drives a runtime from inside: it panics.</summary>
    private Signal Refuse(int c, Instruction at)
    {
        if (Bodies[c].Stage == 0)
        {
            Bodies[c].Stage = 1;
            return Emit(EventKind.Awaiting, c, at.Target, at.Site);
        }

        return Unwind(c, at, at.Target, Value.Of("block-on inside a task"));
    }

    private Signal PollStatement(int c, Instruction at)
    {
        ref var part = ref parts[c];
        switch (at.Op)
        {
            case Op.Yield when part.Round == 0:
                GiveWay(part.Task, Context(part.Task, c));
                return Pend(c);
            case Op.Advance:
                return PollAdvance(c, at);
            case Op.Yield:
                return Conclude(c, at, Outcome.Value, Value.Unit);
            case Op.Next when Code.Computations[at.Target].Kind == ComputationKind.Interval:
                return PollInterval(c, at);
            case Op.Next when Code.Computations[at.Target].Kind == ComputationKind.Channel:
                return PollChannel(c, at);
            case Op.Next:
                return PollSet(c, at);
            case Op.Sleep when FindsClosed(c):
                return Panic(c, at, Value.Of(ShutDown));
            case Op.Sleep:
                return IsDue(c) ? Conclude(c, at, Outcome.Value, Value.Unit) : Pend(c);
        }

        var count = at.Op == Op.Combine ? at.Targets.Length : 1;
        if (part.Answer == Answer.Ready)
        {
            var place = PlaceOf(ref part, count);
            var child = ChildOf(at, ref part, count);
            var (outcome, value) = ResultFor(part.Task, child);
            if (outcome == Outcome.Panic)
                return Unwind(c, at, child, value);
            Take(child, place, ref part);
            var decides = at.Op != Op.Combine || at.IsSelect || (at.Combinator == CombinatorKind.TryJoin && outcome == Outcome.Error);
            if (at.HasBranches && Refutes(at.Patterns[place], outcome, value))
                part.Enabled &= ~(1L << place);
            else if (decides)
                return Conclude(c, at, outcome, value);
        }

        if (part.Answer != Answer.None)
            part.Index++;
        part.Answer = Answer.None;
        for (; part.Index < count; part.Index++)
        {
            var child = ChildOf(at, ref part, count);
            var place = PlaceOf(ref part, count);
            var isTaken = IsTaken(child, place, ref part);
            if (IsDisabled(at, place, ref part) || (isTaken && at.Op == Op.Combine && part.Round > 0))
                continue;
            if (isTaken)
                return Unwind(c, at, child, Value.Of(UsedUp));
            Poll(part.Task, c, child);
            return Signal.Silent;
        }

        if (at.HasBranches && part.Enabled == 0)
            return EndDisabled(c, at);
        part.IsCounted = part.IsCounted && ShowsNextPoll(at);
        if (at.Op == Op.Combine && !at.IsSelect && OpenChildren(at, ref part) == 0)
            return Conclude(c, at, Outcome.Value, Value.List([.. at.Targets.Select(ItemOf)]));
        if (at.Op == Op.Timeout && FindsClosed(c))
            return Panic(c, at, Value.Of(ShutDown));
        return at.Op == Op.Timeout && IsDue(c) ? Conclude(c, at, Outcome.Error, Value.Of("elapsed")) : Pend(c);
    }

    private static int ChildOf(Instruction at, ref Part part, int count) =>
        at.Op == Op.Combine ? at.Targets[PlaceOf(ref part, count)] : at.Target;

    private static int PlaceOf(ref Part part, int count) => (part.Start + part.Index) % count;

    /// <summary>The result of a target is used up; of what is shared each reader has its own.</summary>
    private void Take(int child, int place, ref Part reader)
    {
        if (Code.Computations[child].Kind == ComputationKind.Shared)
            reader.Answered |= 1L << place;
        else
            parts[child].IsTaken = true;
    }

    private bool IsTaken(int child, int place, ref Part reader) =>
        Code.Computations[child].Kind == ComputationKind.Shared ? (reader.Answered & (1L << place)) != 0 : parts[child].IsTaken;

    private Value ItemOf(int child)
    {
        var (outcome, value) = ResultOf(child);
        return outcome == Outcome.Error ? Value.Error(value.AsText) : value;
    }

    private Signal Pend(int c)
    {
        Bodies[c].Stage = 1;
        parts[c].Round++;
        return Signal.Waiting;
    }

    /// <summary>The wait is over: what is not needed any more is dropped before the body goes on.</summary>
    private Signal Conclude(int c, Instruction at, Outcome outcome, Value value)
    {
        ref var body = ref Bodies[c];
        Abandon(parts[c].Task, c, at);
        parts[c].Owed = -1;
        (body.Stage, body.Outcome, body.Value) = (3, outcome, value);
        return Signal.Silent;
    }

    private Signal Unwind(int c, Instruction at, int panicked, Value message)
    {
        parts[panicked].IsTaken = true;
        return Panic(c, at, message);
    }

    private Signal Panic(int c, Instruction at, Value message)
    {
        ref var body = ref Bodies[c];
        Abandon(parts[c].Task, c, at);
        parts[c].Owed = -1;
        (body.Life, body.Outcome, body.Value) = (Life.Failing, Outcome.Panic, message);
        return Signal.Silent;
    }

    /// <summary>Polls a child; leaves answer at once, bodies and probes become the task's current one.</summary>
    private void Poll(int k, int parent, int child)
    {
        ref var part = ref parts[child];
        if (Code.Computations[child].Kind != ComputationKind.Shared)
            (part.Parent, part.Task) = (parent, k);
        if (parent < 0 && part.IsTaken)
        {
            EndTask(k, Outcome.Error, Value.Of($"panic: {UsedUp}"));
            return;
        }

        switch (Code.Computations[child].Kind)
        {
            case ComputationKind.Sleep when FindsClosed(child):
                (Bodies[child].Outcome, Bodies[child].Value) = (Outcome.Panic, Value.Of(ShutDown));
                Reply(k, parent, child, Answer.Ready);
                break;
            case ComputationKind.Sleep:
                Reply(k, parent, child, IsDue(child) ? Answer.Ready : Answer.Pending);
                break;
            case ComputationKind.Handle:
                Reply(k, parent, child, HasEnded(k, child) ? Answer.Ready : Answer.Pending);
                break;
            case ComputationKind.Blocking:
                PollJob(k, parent, child);
                break;
            case ComputationKind.Shared:
                PollShared(k, parent, child);
                break;
            default:
                tasks[k].Current = child;
                break;
        }
    }

    /// <summary>A job that comes after the end of the main body may never be started.</summary>
    private void PollJob(int k, int parent, int job)
    {
        var before = parts[job].Waker;
        parts[job].Waker = Context(k, job);
        if (shuttingDown && Jobs[job].State == JobState.Queued && Choose(2) == 1)
        {
            parts[job].IsAborted = true;
            Jobs[job].State = JobState.Delivered;
        }

        if (NextCalledOff() >= 0 && Choose(2) == 1)
            SkipAborted();
        var ready = Jobs[job].State == JobState.Delivered && !EndedTooLate(k, job, job);
        if (Jobs[job].State == JobState.Ended && (isRepeated || Choose(2) == 0))
        {
            DeliverNow(job);
            ready = true;
            // It may have woken who looked before.
            if (AreApart(k, job))
                MayHaveWoken(before);
        }

        Reply(k, parent, job, ready ? Answer.Ready : Answer.Pending);
    }

    /// <summary>Whose waker a leaf gets: that of the nearest shared computation above it, else the task's.</summary>
    private int Context(int k, int leaf)
    {
        var shared = SharedAbove(leaf);
        return shared >= 0 ? shared : k;
    }

    /// <summary>The result of a computation that is ready, as its awaiter gets it.</summary>
    private (Outcome Outcome, Value Value) ResultOf(int x)
    {
        ref var body = ref Bodies[x];
        switch (Code.Computations[x].Kind)
        {
            case ComputationKind.Sleep or ComputationKind.Acquire or ComputationKind.Notified when body.Outcome != Outcome.Panic:
                return (Outcome.Value, Value.Unit);
            case ComputationKind.Send when body.Outcome != Outcome.Error:
                return (Outcome.Value, Value.Unit);
            case ComputationKind.Probe:
                return (Outcome.Value, Value.Of(parts[x].Polls));
            case ComputationKind.Blocking when body.Life == Life.New:
                return (Outcome.Error, Value.Of("cancelled"));
            case ComputationKind.Blocking when body.Outcome == Outcome.Panic:
                return (Outcome.Error, Value.Of($"panic: {body.Value.AsText}"));
            default:
                return (body.Outcome, body.Value);
        }
    }

    /// <summary>Does as many cycles as the budget of the poll allows.</summary>
    private void Cycle(ref Part probe, int cycles)
    {
        ref var task = ref tasks[probe.Task];
        var done = Math.Min(task.Budget, cycles - probe.Cycles);
        (task.Budget, probe.Cycles) = (task.Budget - done, probe.Cycles + done);
    }

    private Signal ExecuteProbe(int p)
    {
        ref var body = ref Bodies[p];
        ref var part = ref parts[p];
        var probe = Code.Computations[p];
        switch (body.Stage)
        {
            case 0:
                (body.Stage, body.Pc) = (1, 0);
                part.Polls++;
                if (part.Polls > probe.Pending)
                    Cycle(ref part, probe.Cycles);
                part.Waker = Context(part.Task, p);
                return Emit(EventKind.PollBegin, p, p, -1, value: Value.Of(part.Polls));
            case 1 when part.Polls > probe.Pending && part.Cycles == probe.Cycles:
                (body.Stage, body.Life) = (4, Life.Over);
                return Emit(EventKind.PollEnd, p, p, -1, Outcome.Value, Value.Of(part.Polls));
            case 1 when body.Pc < (part.Polls > probe.Pending ? 1 : probe.Wakes):
                body.Stage = 2;
                return Emit(EventKind.Waking, p, p, -1);
            case 1:
                body.Stage = 3;
                return Emit(EventKind.PollEnd, p, p, -1, Outcome.Pending, Value.Of(part.Polls));
            case 2:
                (body.Stage, body.Pc) = (1, body.Pc + 1);
                Wake(part.Waker);
                return Emit(EventKind.Woken, p, p, -1);
            case 3:
                body.Stage = 0;
                return Signal.Waiting;
            default:
                return Signal.Left;
        }
    }
}
