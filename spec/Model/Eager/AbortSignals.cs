using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Eager;

/// <summary>
/// Abort signals and who listens to them: callbacks, and sleeps that take a signal, in the order of their registration (DOM Standard, signal
/// abort and create a dependent abort signal).
/// </summary>
internal sealed class AbortSignals
{
    private Computation[] computations = [];
    private AbortSignal[] signals = [];
    private int[] listeners = [];
    private Sleep[] sleeps = [];
    private int timerCount;
    private int nextOrder;
    private bool isReentrant;
    private Reach reach;

    /// <summary>Forgets all; timers are numbered from 0.</summary>
    public void Begin(Code code, int timers)
    {
        (computations, timerCount, nextOrder) = (code.Computations, timers, 1);
        (isReentrant, reach) = (IsReentrant(code), Reach.Unknown);
        Fit();
        Array.Clear(signals, 0, computations.Length);
        Array.Clear(listeners, 0, computations.Length);
        sleeps.AsSpan(0, timerCount).Fill(new Sleep(-1, 0));
    }

    /// <summary>Takes over the signals of another configuration.</summary>
    public void CopyFrom(AbortSignals other)
    {
        (computations, timerCount, nextOrder) = (other.computations, other.timerCount, other.nextOrder);
        (isReentrant, reach) = (other.isReentrant, other.reach);
        Fit();
        Array.Copy(other.signals, signals, computations.Length);
        Array.Copy(other.listeners, listeners, computations.Length);
        Array.Copy(other.sleeps, sleeps, timerCount);
    }

    /// <summary>Writes the signals and who listens to them.</summary>
    public void Write(KeyWriter key, TimerLists armed)
    {
        if (isReentrant)
            key.Add((int)reach);
        for (var id = 0; id < computations.Length; id++)
        {
            if (listeners[id] > 0)
                key.Add(id, listeners[id]);
            if (signals[id] is not { Order: > 0 } signal)
                continue;
            key.Add(id, signal.Order, signal.IsAborted ? 1 : 0, signal.AbortedBy);
            key.Add(signal.Reason);
        }

        for (var timer = 0; timer < timerCount; timer++)
        {
            if (armed.IsArmed(timer) && sleeps[timer].Signal >= 0)
                key.Add(timer, sleeps[timer].Order);
        }
    }

    /// <summary>Whether a signal is aborted.</summary>
    public bool IsAborted(int signal) => signals[signal].IsAborted;

    /// <summary>Why it was aborted.</summary>
    public Value ReasonOf(int signal) => signals[signal].Reason;

    /// <summary>A controller or a dependent signal is made; that one is aborted at once if one that it follows is.</summary>
    public void Make(Computation made)
    {
        signals[made.Id].Order = nextOrder++;
        foreach (var source in made.Sources)
        {
            if (!signals[source].IsAborted)
                continue;
            (signals[made.Id].IsAborted, signals[made.Id].Reason) = (true, signals[source].Reason);
            return;
        }
    }

    /// <summary>A callback is registered; after the abort in vain.</summary>
    public void Listen(int listener)
    {
        if (!signals[computations[listener].Subject].IsAborted)
            listeners[listener] = nextOrder++;
    }

    /// <summary>A sleep begins.</summary>
    /// <param name="timer">Its timer; it listens as long as that is armed.</param>
    /// <param name="signal">What it listens to, or -1.</param>
    public void ListenAsleep(int timer, int signal) => sleeps[timer] = new Sleep(signal, nextOrder++);

    /// <summary>
    /// Whether a listener can tell when an abort reaches the signals that follow. In the DOM Standard they are marked before
    /// any listener runs (whatwg/dom, pull request 1295; nodejs/node, pull request 54826). Before that change, as in Node.js 20, each is aborted when the listeners
    /// of those before it have run. An execution keeps to one of them.
    /// </summary>
    public bool MustSettle => isReentrant && reach == Reach.Unknown;

    /// <summary>When an abort reaches the signals that follow.</summary>
    public void Settle(bool late) => reach = late ? Reach.AfterListeners : Reach.AtOnce;

    /// <summary>Marks a signal as aborted, and all that follow it unless they are reached later.</summary>
    /// <returns>Whether some are.</returns>
    public bool Abort(Instruction at)
    {
        if (signals[at.Target].IsAborted)
            return false;
        Mark(at.Target, at);
        if (reach == Reach.AfterListeners)
            return true;
        for (var id = 0; id < computations.Length; id++)
        {
            if (Follows(id, at))
                Mark(id, at);
        }

        return false;
    }

    /// <summary>The signal whose listeners an abort runs next, or -1: its own first, then those that follow it as they were made. They are made later.</summary>
    /// <param name="abort">The abort.</param>
    /// <param name="late">Whether it reaches those that follow only now.</param>
    public int NextOf(Instruction abort, bool late)
    {
        var next = -1;
        for (var id = 0; id < computations.Length; id++)
        {
            if (signals[id].AbortedBy == abort.Site + 1 && (next < 0 || signals[id].Order < signals[next].Order))
                next = id;
        }

        if (next >= 0 || !late)
            return next;
        for (var id = 0; id < computations.Length; id++)
        {
            if (Follows(id, abort) && (next < 0 || signals[id].Order < signals[next].Order))
                next = id;
        }

        if (next >= 0)
            Mark(next, abort);
        return next;
    }

    /// <summary>All listeners of a signal have run.</summary>
    public void Finish(int signal) => signals[signal].AbortedBy = 0;

    /// <summary>The listener or the timer of a sleep that registered first with a signal, or -1.</summary>
    public int FirstListener(int signal, TimerLists armed, out bool sleeps)
    {
        var (first, order) = (-1, int.MaxValue);
        sleeps = false;
        foreach (var computation in computations)
        {
            if (listeners[computation.Id] > 0 && computation.Subject == signal && listeners[computation.Id] < order)
                (first, order) = (computation.Id, listeners[computation.Id]);
        }

        for (var timer = 0; timer < timerCount; timer++)
        {
            if (armed.IsArmed(timer) && this.sleeps[timer].Signal == signal && this.sleeps[timer].Order < order)
                (first, order, sleeps) = (timer, this.sleeps[timer].Order, true);
        }

        return first;
    }

    /// <summary>A listener is called: it listens no more.</summary>
    public void Remove(int listener) => listeners[listener] = 0;

    private static bool IsReentrant(Code code)
    {
        if (!code.Has(ComputationKind.AnySignal))
            return false;
        foreach (var instruction in code.Instructions)
        {
            if (instruction.Op is Op.Abort or Op.Create && code.Computations[instruction.Owner].Kind == ComputationKind.Listener)
                return true;
        }

        return false;
    }

    private bool Follows(int id, Instruction abort) =>
        signals[id] is { Order: > 0, IsAborted: false } && computations[id].Controllers.Contains(abort.Target);

    private void Mark(int id, Instruction abort)
    {
        signals[id].IsAborted = true;
        signals[id].Reason = Value.Of(abort.Text);
        signals[id].AbortedBy = abort.Site + 1;
    }

    private void Fit()
    {
        if (signals.Length < computations.Length)
        {
            signals = new AbortSignal[Math.Max(computations.Length, 16) * 2];
            listeners = new int[signals.Length];
        }

        if (sleeps.Length < timerCount)
            sleeps = new Sleep[Math.Max(timerCount, 16) * 2];
    }

    private enum Reach
    {
        Unknown,
        AtOnce,
        AfterListeners,
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Sleep(int Signal, int Order);

    [StructLayout(LayoutKind.Auto)]
    private struct AbortSignal
    {
        /// <summary>When it was made; 0 as long as it is not.</summary>
        public int Order;
        public bool IsAborted;

        /// <summary>The program point, counted from 1, of the abort whose listeners are still to run; else 0.</summary>
        public int AbortedBy;
        public Value Reason;
    }
}
