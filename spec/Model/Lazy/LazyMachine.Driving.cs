using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Jobs off the executor that drive a computation: a task of its own, polled on the job's thread, with no worker. It goes on when the
/// main body has ended, but not its timers.
/// </content>
internal sealed partial class LazyMachine
{
    private const string ShutDown = "shut down";

    /// <summary>Whether several threads poll.</summary>
    private bool IsParallel => Layout.Workers > 1 || Layout.HasDrivers;

    protected override bool Drives(int job) => IsJob(job) && tasks[job].Mode != Mode.None;

    private bool IsJob(int strand) => Code.Computations[strand].Kind == ComputationKind.Blocking;

    /// <summary>Whether a task is polled while another thread may end something.</summary>
    private bool AreApart(int k, int ended) =>
        Layout.Workers > 1 || (Layout.HasDrivers && (IsJob(k) || IsJob(ended) || Code.Computations[ended].Kind == ComputationKind.Shared));

    /// <summary>On one worker, the last of its turns and polls that may have come before what a task does now.</summary>
    private int LastPollFor(int k)
    {
        var isBetween = k >= 0 && IsJob(k);
        for (var other = 0; isBetween && other < Strands; other++)
            isBetween = IsJob(other) || tasks[other].Mode is not (Mode.Polling or Mode.Dropping);
        return isBetween ? polls + 1 : polls;
    }

    private Signal Drive(int job, Instruction at)
    {
        ref var body = ref Bodies[job];
        if (body.Stage > 0)
            return Resume(job, at, at.Target, body.Outcome, body.Value);
        body.Stage = 1;
        tasks[job] = tasks[job] with { Mode = Mode.Idle, Root = at.Target, Current = -1, IsWoken = true, NoticedAt = Timers.NotYet };
        parts[job].Task = job;
        return Emit(EventKind.Awaiting, job, at.Target, at.Site);
    }

    private bool StepJobOrDriven(int job)
    {
        if (Drives(job) && StepTask(job))
            return true;
        return !Drives(job) && StepJob(job);
    }

    private void EndDriving(int job, Outcome outcome, Value value)
    {
        ref var body = ref Bodies[job];
        tasks[job] = tasks[job] with { Mode = Mode.None, Current = -1, IsWoken = false, MayBeWoken = false };
        acting = -1;
        parts[tasks[job].Root].IsTaken = true;
        (body.Outcome, body.Value) = (outcome, value);
        if (outcome == Outcome.Panic)
            body.Life = Life.Failing;
    }

    /// <summary>Whether who waits for a timer finds that there are none any more.</summary>
    private bool FindsClosed(int timer)
    {
        if (!shuttingDown || !IsJob(parts[timer].Task) || !timers.IsOn(timer))
            return false;
        if (!timers.IsShutDown && Choose(2) == 1)
            CloseTimers();
        return timers.IsShutDown;
    }

    /// <summary>The timers end after the tasks; whoever waits for one is told.</summary>
    private void CloseTimers()
    {
        for (var k = 0; k < Strands; k++)
        {
            while (!IsJob(k) && IsLive(k) && !isImpossible)
                EndUnseen(k);
        }

        timers.IsShutDown = true;
        for (var timer = 0; timer < Strands; timer++)
        {
            if (timers.IsArmed(timer))
                Wake(timers.WakerOf(timer));
        }
    }

    private bool MustCloseTimers()
    {
        var must = shuttingDown && !timers.IsShutDown && Layout.HasDrivers;
        for (var k = 0; must && k < Strands; k++)
            must = IsJob(k) || !IsLive(k);
        return must;
    }

    private bool HoldsTimer(int k)
    {
        var holds = false;
        for (var timer = 0; !holds && timer < Strands; timer++)
            holds = timers.IsArmed(timer) && Reaches(timers.WakerOf(timer), k);
        return holds;
    }

    /// <summary>Nobody is left who could wake what a job drives: it is dropped.</summary>
    private bool TryGiveUp(int k)
    {
        if (!shuttingDown)
            return false;
        if (!timers.IsShutDown)
            CloseTimers();
        DeliverEnded();
        if (tasks[k].IsWoken)
            return TryBegin(k);
        for (var job = 0; job < Strands; job++)
        {
            if (Jobs[job].State == JobState.Running && (!Drives(job) || tasks[job].Mode != Mode.Idle || tasks[job].IsWoken))
                return false;
        }

        StartDropping(k);
        return true;
    }

    public override bool TryEnd()
    {
        IsRunningOut = true;
        var ends = base.TryEnd();
        for (var job = 0; ends && shuttingDown && Layout.HasDrivers && job < Strands; job++)
            ends = !Drives(job);
        return ends;
    }
}
