using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>A leaf future of the runtime, its polls and its drop logged.</summary>
internal sealed class LoggedLeaf(Interpreter interpreter, Computation self, Future inner) : Future<Value>
{
    private int polls;

    public override string Describe() => inner.Describe();

    protected override Poll OnPoll(Waker waker)
    {
        polls++;
        interpreter.Emit(EventKind.PollBegin, self.Id, self.Id, -1, Outcome.None, Value.Of(polls));
        var poll = inner.PollWith(waker);
        var error = poll.IsReady ? inner.TakeError() : null;
        var outcome =
            error is not null ? Outcome.Error
            : poll.IsReady ? Outcome.Value
            : Outcome.Pending;
        interpreter.Emit(EventKind.PollEnd, self.Id, self.Id, -1, outcome, Value.Of(polls));
        if (error is not null)
            throw error;
        if (poll.IsReady)
            SetValue(Value.Unit);
        return poll;
    }

    protected override void OnDrop()
    {
        if (polls > 0)
            interpreter.Emit(EventKind.Cancelled, self.Id, self.Id, -1);
        inner.Drop();
    }
}
