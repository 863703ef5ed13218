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

    /// <summary>Forgets all; timers are numbered from 0.</summary>
    public void Begin(Code code, int timers)
    {
        (computations, timerCount, nextOrder) = (code.Computations, timers, 1);
        Fit();
        Array.Clear(signals, 0, computations.Length);
        Array.Clear(listeners, 0, computations.Length);
        sleeps.AsSpan(0, timerCount).Fill(new Sleep(-1, 0));
    }

    /// <summary>Takes over the signals of another configuration.</summary>
    public void CopyFrom(AbortSignals other)
    {
        (computations, timerCount, nextOrder) = (other.computations, other.timerCount, other.nextOrder);
        Fit();
        Array.Copy(other.signals, signals, computations.Length);
        Array.Copy(other.listeners, listeners, computations.Length);
        Array.Copy(other.sleeps, sleeps, timerCount);
    }

    /// <summary>Writes the signals and who listens to them.</summary>
    public void Write(KeyWriter key, TimerLists armed)
    {
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

    /// <summary>Marks a signal as aborted, and all that follow it.</summary>
    public void Abort(Instruction at)
    {
        if (signals[at.Target].IsAborted)
            return;
        for (var id = 0; id < computations.Length; id++)
        {
            if (signals[id] is not { Order: > 0, IsAborted: false } || !computations[id].Controllers.Contains(at.Target))
                continue;
            signals[id].IsAborted = true;
            signals[id].Reason = Value.Of(at.Text);
            signals[id].AbortedBy = at.Site + 1;
        }
    }

    /// <summary>The signal whose listeners an abort runs next, or -1: its own first, then those that follow it as they were made. They are made later.</summary>
    public int NextOf(Instruction abort)
    {
        var next = -1;
        for (var id = 0; id < computations.Length; id++)
        {
            if (signals[id].AbortedBy == abort.Site + 1 && (next < 0 || signals[id].Order < signals[next].Order))
                next = id;
        }

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
