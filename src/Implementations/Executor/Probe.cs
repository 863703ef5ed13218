using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>
/// A leaf future that logs its polls: pending so many times, waking its task so many times while it is; then it does its budgeted operations.
/// </summary>
internal sealed class Probe(Interpreter interpreter, Computation self) : Future<Value>
{
    private Waker? registered;
    private int polls;
    private int cycles;
    private bool polling;

    public override string Describe() => $"probe \"{self.Name}\"";

    /// <summary>Wakes through the waker that was registered last.</summary>
    public void Wake() => registered?.Wake();

    protected override Poll OnPoll(Waker waker)
    {
        if (!polling)
        {
            polls++;
            registered = waker;
            interpreter.Emit(EventKind.PollBegin, self.Id, self.Id, -1, Outcome.None, Value.Of(polls));
            if (interpreter.HasPoints)
            {
                polling = true;
                return Poll.Busy(interpreter.Time);
            }
        }

        polling = false;
        if (polls <= self.Pending)
            return Suspend(waker);
        return Cycle(waker) ? Complete() : Pend();
    }

    /// <summary>Does what is left of its cycles; false when the budget of the poll ended before.</summary>
    private bool Cycle(Waker waker)
    {
        if (self.Cycles == 0)
            return true;
        var logged = new LoggedWaker(this, waker);
        while (cycles < self.Cycles && interpreter.Operation().PollWith(logged).IsReady)
            cycles++;
        return cycles == self.Cycles;
    }

    private Poll Complete()
    {
        interpreter.Emit(EventKind.PollEnd, self.Id, self.Id, -1, Outcome.Value, Value.Of(polls));
        SetValue(Value.Of(polls));
        return Poll.Ready;
    }

    private Poll Suspend(Waker waker)
    {
        for (var i = 0; i < self.Wakes; i++)
            WakeLogged(waker);
        return Pend();
    }

    private Poll Pend()
    {
        interpreter.Emit(EventKind.PollEnd, self.Id, self.Id, -1, Outcome.Pending, Value.Of(polls));
        return Poll.Pending;
    }

    private void WakeLogged(Waker waker)
    {
        interpreter.Emit(EventKind.Waking, self.Id, self.Id, -1);
        waker.Wake();
        interpreter.Emit(EventKind.Woken, self.Id, self.Id, -1);
    }

    /// <summary>What an operation of the probe wakes.</summary>
    private sealed class LoggedWaker(Probe probe, Waker inner) : Waker
    {
        public override void Wake() => probe.WakeLogged(inner);
    }
}
