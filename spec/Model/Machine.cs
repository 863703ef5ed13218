using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>
/// A configuration of the operational semantics and the steps that lead from it: the transition system that acceptance and
/// enumeration share. Work happens on strands: the loop or the tasks, and the jobs off the executor. A step lets one strand run
/// until it emits its next event; what is free on the way the oracle chooses.
/// </summary>
internal abstract partial class Machine
{
    protected Body[] Bodies = [];
    protected Value[] Slots = [];
    private int[] earlierGuard = [];

    /// <summary>The program.</summary>
    public Code Code { get; private set; } = null!;

    /// <summary>The runtime whose traces are judged.</summary>
    public RuntimeDescription Runtime { get; private set; } = null!;

    /// <summary>What the program's text says.</summary>
    public Layout Layout { get; private set; } = null!;

    /// <summary>Who makes the silent choices.</summary>
    public Oracle? Oracle { get; set; }

    /// <summary>The time of the last event.</summary>
    public long Now { get; private set; }

    /// <summary>The event that the last step emitted; its thread does not count. Of a log, the value is left out.</summary>
    public Event Emitted { get; private set; }

    /// <summary>The thread that it was emitted on, where the model chose one itself.</summary>
    public short EmittedOn { get; set; }

    /// <summary>Whether the value of the emitted event is not determined by the trace before it.</summary>
    public bool IsLoose { get; private set; }

    /// <summary>Whether a choice was made without an oracle, though <see cref="MayChoose"/> saw none coming.</summary>
    public bool HasGuessed { get; private set; }

    /// <summary>Whether the last step ended at something that other threads may notice though it is no event.</summary>
    public bool IsPause { get; private set; }

    /// <summary>The computation whose event the next step must emit, or -1 when any may come: it rules out choices that cannot lead there.</summary>
    public int Awaited { get; set; } = -1;

    /// <summary>Whether that event is the end of something that is dropped.</summary>
    public bool AwaitsDrop { get; set; }

    /// <summary>A number that two configurations share only if they are the same; 0 until it is needed.</summary>
    public ulong Fingerprint { get; set; }

    /// <summary>Whether steps end at such points too: only enumeration needs it.</summary>
    public bool StopsAtPauses { get; set; }

    /// <summary>Whether each worker takes up first the task that it scheduled last, as Tokio's do though nobody promises it.</summary>
    public bool FollowsQueues { get; set; }

    /// <summary>Whether the step to an event may have to choose silently.</summary>
    public abstract bool MayChoose(in Event item);

    /// <summary>How many strands there are; some of them have nothing to do.</summary>
    public int Strands => Code.Computations.Length;

    /// <summary>How the program was ended before its own end, if it was.</summary>
    public Ending Stopped { get; protected set; }

    /// <summary>The error that ended it, if one did.</summary>
    public Value StoppedBy { get; protected set; }

    /// <summary>Whether the program has ended, whatever is left.</summary>
    public virtual bool IsOver => false;

    /// <summary>Whether the main body is over.</summary>
    public bool MainIsOver => Bodies[0].Life is Life.Over;

    /// <summary>The body of the main computation.</summary>
    public ref readonly Body Main => ref Bodies[0];

    /// <summary>Goes back to before the first event.</summary>
    public void Begin(Layout layout, RuntimeDescription runtime)
    {
        (Code, Layout, Runtime, Now) = (layout.Code, layout, runtime, 0);
        (HasGuessed, Awaited, Stopped, StoppedBy, IsRunningOut) = (false, -1, Ending.None, Value.Unit, false);
        Fit(ref Bodies, Code.Computations.Length);
        Fit(ref Slots, Code.Variables.Length);
        Fit(ref earlierGuard, Code.Instructions.Length);
        Bodies
            .AsSpan(0, Code.Computations.Length)
            .Fill(
                new Body
                {
                    Adopted = -1,
                    Guard = -1,
                    GuardAt = -1,
                }
            );
        Array.Clear(Slots, 0, Code.Variables.Length);
        BeginPool();
        if (Layout.RacyAdditions.Length > 0)
            additions.Begin(Layout);
        OnBegin();
    }

    /// <summary>Becomes the same configuration as another machine of the same program.</summary>
    public void CopyFrom(Machine other)
    {
        (Code, Layout, Runtime, Now) = (other.Code, other.Layout, other.Runtime, other.Now);
        (HasGuessed, IsRunningOut, Fingerprint) = (false, false, 0);
        Copy(ref Bodies, other.Bodies, Code.Computations.Length);
        Copy(ref Slots, other.Slots, Code.Variables.Length);
        Copy(ref earlierGuard, other.earlierGuard, Code.Instructions.Length);
        CopyPool(other);
        if (Layout.RacyAdditions.Length > 0)
            additions.CopyFrom(other.additions, Layout);
        (Stopped, StoppedBy) = (other.Stopped, other.StoppedBy);
        (Oracle, StopsAtPauses, FollowsQueues, Leeway) = (other.Oracle, other.StopsAtPauses, other.FollowsQueues, other.Leeway);
        OnCopy(other);
    }

    /// <summary>Another machine of this kind, to copy into.</summary>
    public abstract Machine Create();

    /// <summary>Whether a strand may have anything to do.</summary>
    public abstract bool MayStep(int strand);

    /// <summary>A thread on which a strand may run next.</summary>
    public abstract short ThreadFor(int strand);

    /// <summary>Lets a strand run until it emits its next event at the current time.</summary>
    /// <returns>False when it cannot; the configuration is then of no use any more.</returns>
    public abstract bool TryStep(int strand);

    /// <summary>The strand that an event belongs to, or -1.</summary>
    public abstract int StrandOf(in Event item);

    /// <summary>Whether the next event of a strand may be on this thread; whatever else was on that thread comes to its end.</summary>
    public abstract bool TryClaim(int strand, short thread);

    /// <summary>Lets the time pass.</summary>
    /// <returns>False when something had to happen before; <see cref="Emitted"/> is then an event that was possible.</returns>
    public bool TryAdvance(long time)
    {
        if (TryMoveClock(time) is { } arrives)
            return arrives;
        if (IsExact && !MayWait(time))
            return false;
        JumpTo(time);
        return true;
    }

    /// <summary>The earliest later time at which anything can happen, or -1 when there is none.</summary>
    public long NextTime()
    {
        var next = Math.Min(Ahead(NextPoolTime()), NextOwnTime());
        return next == long.MaxValue ? -1 : next;
    }

    /// <summary>Whether the value of the emitted event, which the trace before it does not determine, may be that of an event of the trace.</summary>
    public virtual bool MayRead(in Event item) =>
        item.Site < 0
        || Code.Instructions[item.Site].Arguments is not [var counter, ..]
        || !IsRacy(in counter)
        || (item.Value.Kind == ValueKind.Number && MayCount(item.Computation, counter.Variable, item.Value.AsNumber));

    /// <summary>Says that an event of the trace is the one that the last step emitted.</summary>
    public virtual void Accepted(in Event item)
    {
        if (!IsExact)
            Bodies[item.Computation].Seen = Now;
        if (Layout.RacyAdditions.Length > 0)
            additions.See(Layout, item.Computation);
        if (!IsLoose)
            return;
        if (item.Kind is EventKind.Completed or EventKind.Resolving)
            Bodies[item.Computation].Value = item.Value;
        else if (item.Kind == EventKind.Resumed && Code.Instructions[item.Site].Variable is >= 0 and var variable)
            Slots[variable] = item.Value;
        else if (item.Kind == EventKind.Posting)
            Posted(in item);
    }

    /// <summary>Finishes what nobody sees at this time; false when an event has to come first.</summary>
    public virtual bool TrySettle() => MayWait(Now + 1);

    private bool MayWait(long time) => OnAdvance(time) && PoolMayWait(time);

    /// <summary>Whether the execution may end here: nothing is left that must still be seen.</summary>
    public virtual bool TryEnd()
    {
        while (TrySettle())
        {
            var next = NextTime();
            if (next < 0)
                return true;
            if (!TryAdvance(next))
                return false;
        }

        return false;
    }

    /// <summary>A text that two configurations share only if they are the same.</summary>
    public abstract void Key(KeyWriter key);

    /// <summary>What a message of racy content turned out to be.</summary>
    protected virtual void Posted(in Event item) { }

    /// <summary>A body other than a job's emits its end.</summary>
    protected virtual void OnCompleted(int c) { }

    protected abstract void OnBegin();

    protected abstract void OnCopy(Machine other);

    protected abstract bool OnAdvance(long time);

    protected abstract long NextOwnTime();

    /// <summary>Lets the program itself move the clock.</summary>
    /// <returns>Whether that brings it to a time; null when the time has to pass by itself.</returns>
    protected virtual bool? TryMoveClock(long time) => null;

    protected void JumpTo(long time)
    {
        Now = time;
        OnTime();
    }

    /// <summary>It is later now.</summary>
    protected virtual void OnTime() { }

    /// <summary>A statement of one dialect.</summary>
    protected abstract Signal Special(int c, Instruction at);

    /// <summary>Makes a computation; a body that runs at once is put on the stack.</summary>
    protected abstract void Make(int maker, Computation made);

    protected int Choose(int options)
    {
        if (options <= 1)
            return 0;
        if (Oracle is not null)
            return Oracle.Choose(options);
        HasGuessed = true;
        return 0;
    }

    protected Signal Emit(
        EventKind kind,
        int computation,
        int subject,
        int site,
        Outcome outcome = Outcome.None,
        Value value = default,
        bool loose = false
    )
    {
        Emitted = new Event(kind, outcome, 0, computation, subject, site, Now, value);
        IsLoose = loose;
        IsPause = false;
        return Signal.Emitted;
    }

    protected bool Pause()
    {
        IsPause = true;
        return true;
    }

    internal static void Fit<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            array = new T[Math.Max(size, 16) * 2];
    }

    internal static void Copy<T>(ref T[] array, T[] other, int size)
    {
        Fit(ref array, size);
        Array.Copy(other, array, size);
    }

    protected static void WriteBodies(KeyWriter key, ReadOnlySpan<Body> bodies)
    {
        foreach (ref readonly var body in bodies)
        {
            var isPlain = body is { Adopted: < 0, Guard: < 0, GuardAt: < 0, Until: 0 } && body.Value.Kind == ValueKind.Unit;
            key.AddPair(body.Pc, body.Stage | ((int)body.Life << 8) | ((int)body.Outcome << 16) | (isPlain ? 0 : 1 << 24));
            if (isPlain)
                continue;
            key.AddPair(body.Adopted, body.Guard);
            key.Add(body.GuardAt, body.Until);
            key.Add(body.Value);
        }
    }

    protected void WriteCommon(KeyWriter key)
    {
        key.Add(Now);
        WriteBodies(key, Bodies.AsSpan(0, Code.Computations.Length));
        foreach (ref readonly var slot in Slots.AsSpan(0, Code.Variables.Length))
            key.Add(slot);
        WritePool(key);
    }
}
