using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>Aborts: what the listeners of a signal do.</content>
internal sealed partial class EagerMachine
{
    private const int ReachesAtOnce = 2;
    private const int ReachesLate = 3;

    private readonly AbortSignals signals = new();

    /// <summary>
    /// An abort marks its signal and all that follow it, then runs the listeners of each, in the order of their registration; a
    /// listener's body runs on top of the one that aborts.
    /// </summary>
    private Signal Abort(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 1)
        {
            if (signals.MustSettle)
                signals.Settle(late: Choose(2) == 1);
            body.Stage = (byte)(signals.Abort(at) ? ReachesLate : ReachesAtOnce);
        }

        var late = body.Stage == ReachesLate;
        for (var signal = signals.NextOf(at, late); signal >= 0; signal = signals.NextOf(at, late))
        {
            while (signals.FirstListener(signal, armed, out var sleeps) is >= 0 and var listener)
            {
                if (sleeps)
                {
                    armed.Disarm(listener);
                    promises.Finish(timers[listener].Promise, PromiseState.Rejected, signals.ReasonOf(signal));
                    continue;
                }

                signals.Remove(listener);
                Bodies[listener].Value = signals.ReasonOf(signal);
                if (Code.Computations[listener].Parameter is >= 0 and var parameter)
                    Slots[parameter] = signals.ReasonOf(signal);
                Push(listener);
                return Signal.Silent;
            }

            signals.Finish(signal);
        }

        Next(c);
        return Emit(EventKind.Aborted, c, at.Target, at.Site);
    }
}
