using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <content>Intervals: timers that are set again with each tick.</content>
internal sealed partial class LazyMachine
{
    // A tick that is late by no more than that is not missed.
    private const long Tolerance = 5;

    private Signal PollInterval(int c, Instruction at)
    {
        var interval = Code.Computations[at.Target];
        (parts[interval.Id].Parent, parts[interval.Id].Task) = (c, parts[c].Task);
        if (FindsClosed(interval.Id))
            return Panic(c, at, Value.Of(ShutDown));
        if (!IsDue(interval.Id))
            return Pend(c);
        var due = Bodies[interval.Id].Until;
        var signal = Conclude(c, at, Outcome.Value, Value.Of(due));
        SetTimer(interval.Id, NextTick(interval, due));
        return signal;
    }

    private long NextTick(Computation interval, long due)
    {
        var period = interval.Duration;
        if (Now - due <= Tolerance)
            return due + period;
        return interval.Missed switch
        {
            MissedTicks.Delay => Now + period,
            MissedTicks.Skip => Now + period - ((Now - due) % period),
            _ => due + period,
        };
    }
}
