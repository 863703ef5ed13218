namespace Conformance.Reference.Executor;

/// <summary>A loan of a future: polls it, does not own it.</summary>
internal sealed class Borrowed<T>(Future<T> lender) : Future<T>
{
    public override string Describe() => lender.Describe();

    protected override Poll OnPoll(Waker waker)
    {
        var poll = lender.PollInside(waker);
        if (!poll.IsReady)
            return poll;
        var result = lender.Take();
        if (result.Error is { } error)
            Fail(error);
        else
            SetValue(result.Value);
        return Poll.Ready;
    }
}
