using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>Abort signals and their listeners (DOM Standard, signal abort and create a dependent abort signal).</content>
internal sealed partial class EagerMachine
{
    private AbortSignal[] signals = [];
    private int[] listening = [];
    private int nextOrder;

    private void BeginSignals(int count)
    {
        Fit(ref signals, count);
        Fit(ref listening, count);
        Array.Clear(signals, 0, count);
        Array.Clear(listening, 0, count);
        nextOrder = 1;
    }

    private void CopySignals(EagerMachine from)
    {
        Copy(ref signals, from.signals, Code.Computations.Length);
        Copy(ref listening, from.listening, Code.Computations.Length);
        nextOrder = from.nextOrder;
    }

    private void WriteSignals(KeyWriter key)
    {
        for (var id = 0; id < Code.Computations.Length; id++)
        {
            if (listening[id] > 0)
                key.Add(id, listening[id]);
            if (signals[id] is not { Order: > 0 } signal)
                continue;
            key.Add(id, signal.Order, signal.IsAborted ? 1 : 0, signal.AbortedBy);
            key.Add(signal.Reason);
        }

        for (var timer = 0; timer < timerCount; timer++)
        {
            if (armed.IsArmed(timer) && timers[timer] is { Listens: >= 0 } sleep)
                key.Add(timer, sleep.Order);
        }
    }

    private void MakeSignal(Computation made)
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

    private void Listen(int listener)
    {
        if (!signals[Code.Computations[listener].Subject].IsAborted)
            listening[listener] = nextOrder++;
    }

    /// <summary>
    /// An abort marks its signal and all that follow it, then runs the listeners of each, in the order of their registration; a
    /// listener's body runs on top of the one that aborts.
    /// </summary>
    private Signal Abort(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 1)
        {
            body.Stage = 2;
            if (!signals[at.Target].IsAborted)
                Mark(at);
        }

        for (var signal = NextMarked(at); signal >= 0; signal = NextMarked(at))
        {
            while (FirstListener(signal, out var sleeps) is >= 0 and var listener)
            {
                if (sleeps)
                {
                    armed.Disarm(listener);
                    Finish(timers[listener].Promise, PromiseState.Rejected, signals[signal].Reason);
                    continue;
                }

                listening[listener] = 0;
                Bodies[listener].Value = signals[signal].Reason;
                if (Code.Computations[listener].Parameter is >= 0 and var parameter)
                    Slots[parameter] = signals[signal].Reason;
                Push(listener);
                return Signal.Silent;
            }

            signals[signal].AbortedBy = 0;
        }

        Next(c);
        return Emit(EventKind.Aborted, c, at.Target, at.Site);
    }

    private void Mark(Instruction at)
    {
        for (var id = 0; id < Code.Computations.Length; id++)
        {
            if (signals[id] is not { Order: > 0, IsAborted: false } || !Code.Computations[id].Controllers.Contains(at.Target))
                continue;
            signals[id].IsAborted = true;
            signals[id].Reason = Value.Of(at.Text);
            signals[id].AbortedBy = at.Site + 1;
        }
    }

    /// <summary>The signal whose listeners this abort runs next: its own first, then those that follow it as they were made. They are made later.</summary>
    private int NextMarked(Instruction at)
    {
        var next = -1;
        for (var id = 0; id < Code.Computations.Length; id++)
        {
            if (signals[id].AbortedBy == at.Site + 1 && (next < 0 || signals[id].Order < signals[next].Order))
                next = id;
        }

        return next;
    }

    private int FirstListener(int signal, out bool sleeps)
    {
        var (first, order) = (-1, int.MaxValue);
        sleeps = false;
        foreach (var computation in Code.Computations)
        {
            if (listening[computation.Id] > 0 && computation.Subject == signal && listening[computation.Id] < order)
                (first, order) = (computation.Id, listening[computation.Id]);
        }

        for (var timer = 0; timer < timerCount; timer++)
        {
            if (armed.IsArmed(timer) && timers[timer].Listens == signal && timers[timer].Order < order)
                (first, order, sleeps) = (timer, timers[timer].Order, true);
        }

        return first;
    }

    private struct AbortSignal
    {
        public int Order;
        public bool IsAborted;
        public int AbortedBy;
        public Value Reason;
    }
}
