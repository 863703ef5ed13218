using Conformance.Reference.Executor;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.Executor;

/// <summary>An async block that takes something along: dropped before its first poll, when its body cleans up nothing, it gives that up.</summary>
internal sealed class Block(Interpreter interpreter, Computation self, Future<Value> body) : Future<Value>
{
    private bool began;

    public override string Describe() => body.Describe();

    internal override bool Reopens => false;

    protected override Poll OnPoll(Waker waker)
    {
        began = true;
        var poll = body.PollInside(waker);
        if (!poll.IsReady)
            return poll;
        var result = body.Take();
        if (result.Error is { } error)
            Fail(error);
        else
            SetValue(result.Value);
        return Poll.Ready;
    }

    protected override void OnDrop()
    {
        body.Drop();
        if (!began)
            interpreter.ReleaseCaptures(self.Id);
    }
}
