using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>A leaf future that logs its polls: pending so many times, waking its task so many times while it is.</summary>
internal sealed class Probe(Interpreter interpreter, Computation self) : Future<Value>
{
    private Waker? registered;
    private int polls;
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
        return polls > self.Pending ? Complete() : Suspend(waker);
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
        {
            interpreter.Emit(EventKind.Waking, self.Id, self.Id, -1);
            waker.Wake();
            interpreter.Emit(EventKind.Woken, self.Id, self.Id, -1);
        }

        interpreter.Emit(EventKind.PollEnd, self.Id, self.Id, -1, Outcome.Pending, Value.Of(polls));
        return Poll.Pending;
    }
}
