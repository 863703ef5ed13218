using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Intervals: timers that are set again with each tick.</content>
internal sealed partial class LazyMachine
{
    private Signal PollInterval(int c, Instruction at)
    {
        var interval = Code.Computations[at.Target];
        (parts[interval.Id].Parent, parts[interval.Id].Task) = (c, parts[c].Task);
        if (FindsClosed(interval.Id))
            return Panic(c, at, Value.Of(ShutDown));
        if (MayCallInVain(interval.Id))
            MayHaveWoken(timers.WakerOf(interval.Id));
        if (!IsDue(interval.Id))
            return Pend(c);
        var due = timers.DeadlineOf(interval.Id);
        var signal = Conclude(c, at, Outcome.Value, Value.Of(due));
        timers.Set(interval.Id, IsExact ? Ticks.After(interval, due, Now) : due + interval.Duration, Context(parts[c].Task, interval.Id));
        return signal;
    }

    /// <summary>Whether an interval may wake who took its last tick, though nobody waits for the next one: its timer is set again with each tick.</summary>
    private bool MayCallInVain(int x) => WillCallInVain(x) && timers.HasPassed(x);

    private bool WillCallInVain(int x) => timers.IsSet(x) && timers.WakerOf(x) >= 0;

    private void CallInVain(int interval)
    {
        var waker = timers.WakerOf(interval);
        timers.ForgetWaker(interval);
        Wake(waker);
    }

    private bool IsOpenTick(Instruction at) =>
        !IsExact && at.Op == Op.Next && Code.Computations[at.Target].Kind == ComputationKind.Interval;

    /// <inheritdoc/>
    public override bool MayRead(in Event item)
    {
        if (IntervalOf(in item) is not { } interval)
            return base.MayRead(in item);
        if (item.Value.Kind != ValueKind.Number || item.Outcome != Outcome.Value)
            return false;
        var late = item.Value.AsNumber - Emitted.Value.AsNumber;
        if (late < 0 || item.Value.AsNumber > Now)
            return false;
        if (parts[interval.Id].Polls == 0)
            return item.Value.AsNumber <= Bodies[interval.Id].Seen;
        return Ticks.MayBeDelayedBy(interval, late);
    }

    private void Ticked(Computation interval, in Event item)
    {
        timers.Set(interval.Id, item.Value.AsNumber + interval.Duration, timers.WakerOf(interval.Id));
        parts[interval.Id].Polls = 1;
    }

    private Computation? IntervalOf(in Event item)
    {
        var isTick = item.Kind == EventKind.Resumed && Code.Instructions[item.Site] is { Op: Op.Next } next && IsOpenTick(next);
        return isTick ? Code.Computations[item.Subject] : null;
    }
}
